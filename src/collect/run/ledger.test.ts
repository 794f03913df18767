import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../core/catalog.js';
import type { Json } from '../../core/json.js';
import { type ReadLine, readKey } from '../../core/read.js';
import { FactBase } from '../../facts/fact-base.js';
import { liveTransport } from '../transport/live.js';
import type { Transport } from '../transport/transport.js';
import { runCaller, runRequest, runScope } from './caller.js';
import { collectLedger, noteWithheld } from './ledger.js';
import { observing } from './observing.js';

const sha256 = '0'.repeat(64);
const act = {
  id: 'asv-1',
  title: 'ASV scan',
  clauses: [{ framework: 'pci-dss-4.0.1', clause: '11.3.2' }],
  performedOn: '2026-11-01',
  recordedOn: '2026-11-02',
  performedBy: 'the ASV',
  owner: 'security',
  outcome: 'met',
  fileName: 'a.pdf',
  file: { state: 'kept', path: 'attestations/asv-1/a.pdf', sha256, size: 1 },
  validUntil: null,
  basis: null,
  trigger: null,
  correctiveAction: null,
  location: { path: 'attestations/asv-1.yaml', line: 5 },
};
const withheld = { ...act, id: 'asv-2', file: { state: 'withheld', reason: 'card-number', sha256 } };

const catalog: Catalog = {
  id: 'pci-dss-4.0.1',
  title: 't',
  groups: [],
  clauses: (['11.3.1', '11.3.2', '1.1.1'] as const).map((id) => ({
    id,
    group: '11',
    title: `title of ${id}`,
    evidence: 'attested' as const,
    periods: id === '1.1.1' ? [] : ['3-months' as const],
    responsible: 'entity' as const,
  })),
};

function transportOf(attestations: Json): Transport {
  const caller = runCaller({
    params: [],
    approvals: [],
    cde: {},
    build: {},
    gates: {},
    attestations,
    declaredAt: '2026-11-26T00:00:00.000Z',
  });
  return liveTransport({
    callers: [caller],
    budget: { maxAttempts: 1, retries: 0 },
    concurrency: 1,
    timeoutMs: 1000,
    signal: new AbortController().signal,
    now: () => 0,
    random: () => 0,
    sleep: () => Promise.resolve(),
    onEvent: () => undefined,
  });
}

const key = readKey(runRequest('run:Attestations'));

describe('the ledger, collected', () => {
  it('puts each act, and each clause that it answers for, with their places in the answer', async () => {
    const facts = new FactBase();
    const stated = { folder: 'attestations', acts: [act, withheld] };
    expect(await collectLedger(transportOf(stated), facts, [catalog])).toEqual(stated);
    const acts = facts.partition('attestation', runScope).facts();
    expect(acts.map(({ id, evidence }) => [id, evidence])).toEqual([
      ['asv-1', [{ read: key, page: 0, pointer: '/Attestations/acts/0' }]],
      ['asv-2', [{ read: key, page: 0, pointer: '/Attestations/acts/1' }]],
    ]);
    const clauses = facts.partition('clause', runScope);
    expect(clauses.coverage.gap).toBeNull();
    expect(clauses.facts().map(({ name }) => name)).toEqual(['title of 11.3.1', 'title of 11.3.2']);
    expect(clauses.facts().map(({ data }) => data)).toEqual([
      {
        id: 'pci-dss-4.0.1 11.3.1',
        ledger: true,
        framework: 'pci-dss-4.0.1',
        clause: '11.3.1',
        title: 'title of 11.3.1',
        periods: ['3-months'],
      },
      expect.objectContaining({ id: 'pci-dss-4.0.1 11.3.2' }),
    ]);
  });

  it('puts the one fact that there is none, where the run was given none', async () => {
    const facts = new FactBase();
    expect(await collectLedger(transportOf(null), facts, [catalog])).toBeNull();
    expect(facts.partition('attestation', runScope)).toMatchObject({ coverage: { gap: null } });
    expect(facts.partition('clause', runScope).facts()).toMatchObject([
      { id: 'no-ledger', data: { ledger: false }, evidence: [{ read: key, page: 0, pointer: '/Attestations' }] },
    ]);
  });

  it('is refused where the read did not come: it would look like the answer that there is none', async () => {
    const collecting = collectLedger({ read: () => emptyRead() }, new FactBase(), [catalog]);
    await expect(collecting).rejects.toMatchObject({ code: 'PREPAY_PACK_INVALID' });
  });

  it.each([
    ['an id twice', { acts: [act, act] }, 'expected each id once'],
    ['a file of another act', { acts: [{ ...act, id: 'b' }] }, 'expected each file in the folder of its act'],
    [
      'a file that is no evidence',
      { acts: [{ ...act, file: { ...act.file, path: 'reports/x' } }] },
      'Attestations.acts.0.file.path',
    ],
    ['a day that is none', { acts: [{ ...act, performedOn: '2026-02-30' }] }, 'Attestations.acts.0.performedOn'],
    ['a member more', { acts: [{ ...act, more: 1 }] }, 'Unrecognized key'],
  ])('refuses %s in a recording, as no run makes it', async (_, more, says) => {
    const collecting = collectLedger(transportOf({ folder: 'a', ...more }), new FactBase(), [catalog]);
    await expect(collecting).rejects.toMatchObject({ code: 'PREPAY_PACK_INVALID' });
    await expect(collecting).rejects.toThrow(says);
  });
});

describe('an evidence file that was withheld', () => {
  it('is a redaction of the read that states it', async () => {
    const observed = observing(transportOf({ folder: 'a', acts: [act, withheld] }));
    const facts = new FactBase();
    noteWithheld(observed, await collectLedger(observed, facts, [catalog]));
    observed.facts(facts);
    expect(facts.partition('read', runScope).find(key)?.data).toEqual({
      id: key,
      operation: 'run:Attestations',
      redactions: [{ page: 0, pointer: '/Attestations/acts/1/file', reason: 'card-number' }],
    });
  });

  it('is none without a ledger, or without the read', async () => {
    const facts = new FactBase();
    const observed = observing(transportOf(null));
    noteWithheld(observed, await collectLedger(observed, facts, [catalog]));
    observed.redacted('0'.repeat(64), { page: 0, pointer: '', reason: 'secret' });
    observed.facts(facts);
    expect(facts.partition('read', runScope).facts()).toMatchObject([{ data: { redactions: [] } }]);
  });
});

async function* emptyRead(): AsyncGenerator<ReadLine> {}
