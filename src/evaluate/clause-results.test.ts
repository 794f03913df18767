import { describe, expect, it } from 'vitest';
import { type ClauseActs, clauseActs } from '../core/acts.js';
import type { Catalog } from '../core/catalog.js';
import { noOutcomes } from '../core/clause.js';
import type { Control } from '../core/control.js';
import { clauseResults } from './clause-results.js';

const catalog: Catalog = {
  id: 'pci-dss-4.0.1',
  title: 't',
  groups: [],
  clauses: ['1.2.7', '1.2.8'].map((id) => ({
    id,
    group: '1',
    title: id,
    evidence: 'partial' as const,
    periods: ['6-months' as const],
    responsible: 'entity' as const,
  })),
};
const control: Control = {
  definition: {
    id: 'one',
    area: 'network',
    lifecycle: 'stable',
    statement: 's',
    subject: 'aws.ec2.vpc',
    severity: 'low',
    rationale: 'r',
    wrong: { pass: ['p'], fail: ['f'] },
    params: {},
    maps: [{ framework: catalog.id, clause: '1.2.7', role: 'tests', because: 'b' }],
    remediation: { console: '', cli: '', terraform: '' },
    sources: [],
  },
  digest: '',
  load: () => Promise.reject(new Error('not asked for')),
};
const acts: ClauseActs = clauseActs(catalog.id, { id: '1.2.7', periods: ['6-months'] }, [], '2026-11-26');
const decision = { id: 'd-1', reason: 'no such networks', approver: 'ciso' };

function results(outcome: 'pass' | 'fail', named: string | null) {
  const counts = new Map([['one', { ...noOutcomes, [outcome]: 1 }]]);
  const key = `${catalog.id} ${named ?? ''}`;
  return clauseResults([catalog], [control], counts, false, {
    acts: named === null ? new Map() : new Map([[key, acts]]),
    decisions: named === null ? new Map() : new Map([[key, decision]]),
  });
}

describe('clauseResults', () => {
  it('carries acts and decision of their clause alone', () => {
    const [first, second] = results('pass', '1.2.7');
    expect(first).toMatchObject({
      clause: '1.2.7',
      status: 'not-applicable',
      proposal: 'not-applicable',
      acts,
      decision: { ...decision, isContradicted: false },
    });
    expect(second).not.toHaveProperty('acts');
    expect(second).not.toHaveProperty('decision');
  });

  it('lets a fail stand, and says that the decision is contradicted', () => {
    expect(results('fail', '1.2.7')[0]).toMatchObject({
      status: 'fail',
      proposal: 'not-in-place',
      decision: { isContradicted: true },
    });
  });

  it('is as it was where there is neither', () => {
    const [first] = results('pass', null);
    expect(first).toMatchObject({ status: 'pass', proposal: 'no-exception-noted' });
    expect(clauseResults([catalog], [control], new Map(), false)[0]).toMatchObject({ status: 'not-tested' });
  });
});
