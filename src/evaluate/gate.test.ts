import { describe, expect, it } from 'vitest';
import { definitionOf, ireland } from '../../test/helpers/engine.js';
import type { Finding } from '../core/finding.js';
import type { FailOn, Outcome, Severity } from '../core/outcome.js';
import { defineCheck, need, pass } from '../core/check.js';
import type { SourceId } from '../core/scope.js';
import { createGate, exitOf } from './gate.js';
import { makeFinding } from './make-finding.js';

const check = defineCheck({ needs: { vpc: need('aws.ec2.vpc', { as: 'subject' }) }, run: () => pass('') });

function finding(outcome: Outcome, gateSeverity: Severity, source: SourceId = 'aws'): Finding {
  const resource = { kind: 'aws.ec2.vpc', id: 'vpc-1', name: null, scope: { ...ireland, source } };
  const verdict = {
    outcome,
    reason: null,
    observed: '',
    evidence: [],
    severity: 'low',
    mayBeRaised: false,
    location: null,
  } as const;
  return { ...makeFinding({ definition: definitionOf('c'), check, values: {} }, resource, verdict), gateSeverity };
}

describe('exitOf', () => {
  it.each([
    [0, 'nothing', [], 'high', []],
    [
      0,
      'passes, manuals and not-applicables',
      [finding('pass', 'critical'), finding('manual', 'critical'), finding('not-applicable', 'critical')],
      'low',
      [],
    ],
    [1, 'a fail at the level', [finding('fail', 'high')], 'high', []],
    [1, 'a fail above it', [finding('fail', 'critical')], 'high', []],
    [0, 'a fail below it', [finding('fail', 'medium')], 'high', []],
    [0, 'a critical fail that nothing is to fail on', [finding('fail', 'critical')], 'never', []],
    [3, 'an unknown at the level', [finding('unknown', 'high')], 'high', []],
    [0, 'an unknown below it', [finding('unknown', 'medium')], 'high', []],
    [1, 'an unknown and then a fail', [finding('unknown', 'critical'), finding('fail', 'high')], 'high', []],
    [1, 'a fail and then an unknown', [finding('fail', 'high'), finding('unknown', 'critical')], 'high', []],
    [0, 'an unknown of a source that may be incomplete', [finding('unknown', 'high')], 'high', ['github', 'aws']],
    [3, 'an unknown of another source', [finding('unknown', 'high', 'github')], 'high', ['aws']],
    [
      0,
      'unknowns where all may be incomplete',
      [finding('unknown', 'high'), finding('unknown', 'high', 'github')],
      'high',
      ['all'],
    ],
    [1, 'a fail where all may be incomplete', [finding('fail', 'high')], 'high', ['all']],
  ] as const satisfies readonly (readonly [number, string, readonly Finding[], FailOn, readonly string[]])[])(
    'is %i for %s',
    (exit, _, findings, failOn, allowIncomplete) => {
      expect(exitOf(findings, { failOn, allowIncomplete })).toBe(exit);
    },
  );
});

describe('createGate', () => {
  it('weighs findings as they come', () => {
    const gate = createGate({ failOn: 'high', allowIncomplete: [] });
    const exits = [
      finding('pass', 'high'),
      finding('unknown', 'high'),
      finding('fail', 'high'),
      finding('pass', 'high'),
    ].map((each) => {
      gate.add(each);
      return gate.exit();
    });
    expect(exits).toEqual([0, 3, 1, 1]);
  });
});

describe('a baseline', () => {
  const exit = (now: Finding, before: Finding | null): number => {
    const gate = createGate({
      failOn: 'high',
      allowIncomplete: [],
      known: new Map(before === null ? [] : [[before.fingerprint, before]]),
    });
    gate.add(now);
    return gate.exit();
  };

  it.each([
    [0, 'a fail that failed before', finding('fail', 'high'), finding('fail', 'high')],
    [1, 'a fail that was unknown', finding('fail', 'high'), finding('unknown', 'high')],
    [1, 'a fail whose severity rose', finding('fail', 'critical'), finding('fail', 'high')],
    [0, 'a fail whose severity sank', finding('fail', 'high'), finding('fail', 'critical')],
    [1, 'a fail that is new', finding('fail', 'high'), null],
    [0, 'an unknown that was unknown', finding('unknown', 'high'), finding('unknown', 'high')],
    [0, 'an unknown that failed before', finding('unknown', 'high'), finding('fail', 'high')],
    [3, 'an unknown whose severity rose', finding('unknown', 'critical'), finding('unknown', 'medium')],
    [3, 'an unknown that is new', finding('unknown', 'high'), null],
    [1, 'a fail of another resource', finding('fail', 'high'), finding('fail', 'high', 'github')],
  ])('gives %i for %s', (expected, _what, now, before) => {
    expect(exit(now, before)).toBe(expected);
  });
});
