import { describe, expect, it } from 'vitest';
import { clauseActs } from '../core/acts.js';
import type { Catalog } from '../core/catalog.js';
import type { ClauseResult } from '../core/run.js';
import { clausesView } from './html-clauses.js';
import { frameworkReports } from './clauses.js';
import type { ReportModel } from './model-types.js';

const catalog: Catalog = {
  id: 'pci-dss-4.0.1',
  title: 'PCI',
  groups: [{ id: '11', title: 'Test' }],
  clauses: [
    {
      id: '11.3.2',
      group: '11',
      title: 'ASV scans',
      evidence: 'attested',
      periods: ['3-months'],
      responsible: 'entity',
    },
  ],
};
const dated = { id: '11.3.2', periods: ['3-months' as const] };
const act = {
  id: 'asv-1',
  title: 'ASV scan',
  clauses: [{ framework: catalog.id, clause: '11.3.2' }],
  performedOn: '2026-11-01',
  recordedOn: '2026-11-01',
  performedBy: 'the ASV',
  owner: 'security',
  outcome: 'met' as const,
  fileName: 'a.pdf',
  file: { state: 'missing' as const },
  validUntil: null,
  basis: null,
  trigger: null,
  correctiveAction: null,
  location: { path: 'a.yaml', line: 1 },
};
const kept = { ...act, file: { state: 'kept' as const, path: 'attestations/asv-1/a.pdf', sha256: '0', size: 1 } };
const acts = clauseActs(catalog.id, dated, [kept], '2026-11-26');
const decision = { id: 'd-1', reason: 'no network of that kind', approver: 'the CISO' };

function reported(result: Partial<ClauseResult>) {
  const whole: ClauseResult = {
    framework: catalog.id,
    clause: '11.3.2',
    status: 'pass',
    proposal: 'in-place',
    supersededBy: null,
    controls: [],
    ...result,
  };
  const frameworks = frameworkReports([catalog], { results: [whole], findings: [], controls: new Map() });
  const model: Pick<ReportModel, 'frameworks'> = { frameworks };
  // The view of clauses asks for nothing else of the model.
  const view = clausesView(model as ReportModel);
  return {
    clause: frameworks[0]?.groups[0]?.clauses[0],
    totals: frameworks[0]?.totals,
    view: view.frameworks[0]?.groups[0],
  };
}

describe('a clause with acts', () => {
  it('shows window, owner, last act and next due', () => {
    const { clause, view } = reported({ acts });
    const text = 'every 3 months: current, asv-1 of 2026-11-01, in force until 2027-02-01';
    expect(clause).toMatchObject({
      acts: [{ period: 'every 3 months', state: 'current', act: 'asv-1', until: '2027-02-01', text }],
      actOwner: 'security',
      decision: null,
    });
    expect(view?.tested[0]?.notes).toBe(
      `Evidenced by a dated act alone (${text}). security answers for the act. Usually the duty of the entity.`,
    );
  });

  it('says so where the ledger has none', () => {
    const none = clauseActs(catalog.id, dated, [], '2026-11-26');
    expect(reported({ acts: none }).clause).toMatchObject({
      acts: [{ state: 'missing', act: null, text: 'every 3 months: missing, no act that counts is recorded' }],
      actOwner: null,
    });
  });

  it('has nothing to show without a ledger', () => {
    const { clause, view } = reported({});
    expect(clause).toMatchObject({ acts: [], actOwner: null, decision: null });
    expect(view?.tested[0]?.notes).toContain('(every 3 months; none on record)');
  });
});

describe('a clause that was decided not to apply', () => {
  it('names decision, approver and reason, and is counted apart', () => {
    const { clause, totals, view } = reported({
      status: 'not-applicable',
      proposal: 'not-applicable',
      decision: { ...decision, isContradicted: false },
    });
    expect(clause).toMatchObject({
      statusWord: 'not applicable',
      proposalWord: 'Not Applicable',
      decision: 'Decided not to apply (d-1, approved by the CISO): no network of that kind.',
    });
    expect(totals).toMatchObject({ counted: 1, statuses: { 'not-applicable': 1, 'not-tested': 0 } });
    expect(totals?.proposals.find(({ proposal }) => proposal === 'not-applicable')).toMatchObject({ count: 1 });
    expect(view?.tested[0]?.notes).toMatch(/^Decided not to apply/u);
  });

  it('says that a fail contradicts it', () => {
    const { clause } = reported({
      status: 'fail',
      proposal: 'not-in-place',
      decision: { ...decision, isContradicted: true },
    });
    expect(clause?.decision).toMatch(
      /A control fails on it all the same: the decision is contradicted, and the fail stands\.$/u,
    );
  });
});
