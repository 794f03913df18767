import { describe, expect, it } from 'vitest';
import { byFinding, byResource, type Finding, fingerprint, type Resource, sortedEvidence } from './finding.js';

const scope = { source: 'aws', account: '111122223333', region: 'eu-west-1' } as const;
const group: Resource = { kind: 'aws.ec2.security-group', id: 'sg-1', name: 'web', scope };

describe('fingerprint', () => {
  it('stays when the name changes', () => {
    expect(fingerprint('c', { ...group, name: null })).toBe(fingerprint('c', group));
  });

  it.each([{ id: 'sg-2' }, { kind: 'scope' }, { scope: { ...scope, region: 'eu-central-1' } }])(
    'changes with %j',
    (change) => {
      expect(fingerprint('c', { ...group, ...change })).not.toBe(fingerprint('c', group));
    },
  );

  it('changes with the control, and is the digest that the contract names', () => {
    expect(fingerprint('d', group)).not.toBe(fingerprint('c', group));
    // printf '{"control":"c","id":"x","kind":"read","scope":{"source":"run"}}' | sha256sum
    expect(fingerprint('c', { kind: 'read', id: 'x', name: null, scope: { source: 'run' } })).toBe(
      '67c996aa26f659a7fd7bdafaba04c6fe86137d664004a18268ee3bbc4d96ff2a',
    );
  });
});

describe('the order of findings', () => {
  const finding = (control: string, resource: Resource): Finding => ({
    control,
    outcome: 'pass',
    reason: null,
    severity: 'low',
    resource,
    expected: '',
    observed: '',
    evidence: [],
    parameters: {},
    location: null,
    owner: null,
    exception: null,
    fingerprint: fingerprint(control, resource),
    gateSeverity: 'low',
  });

  it('is control, scope, kind, id', () => {
    const elsewhere: Resource = { ...group, id: 'sg-0', scope: { ...scope, region: 'us-east-1' } };
    const whole: Resource = { ...group, kind: 'scope', id: '0' };
    const sorted = [
      finding('a', elsewhere),
      finding('b', group),
      finding('b', { ...group, id: 'sg-2' }),
      finding('b', whole),
      finding('b', elsewhere),
    ];
    expect([4, 2, 0, 3, 1].flatMap((index) => sorted.slice(index, index + 1)).sort(byFinding)).toEqual(sorted);
    expect(byResource(group, group)).toBe(0);
  });
});

describe('sortedEvidence', () => {
  it('is sorted by read, page and pointer, each once', () => {
    const ref = (read: string, page: number, pointer: string) => ({ read, page, pointer });
    expect(
      sortedEvidence([ref('b', 0, ''), ref('a', 10, ''), ref('a', 2, '/x'), ref('a', 2, ''), ref('a', 2, '/x')]),
    ).toEqual([ref('a', 2, ''), ref('a', 2, '/x'), ref('a', 10, ''), ref('b', 0, '')]);
  });
});
