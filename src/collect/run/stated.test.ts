import { describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.js';
import { type ReadLine, type ReadRequest, readKey } from '../../core/read.js';
import { FactBase } from '../../facts/fact-base.js';
import { liveTransport } from '../transport/live.js';
import type { Transport } from '../transport/transport.js';
import { runCaller, runRequest, runScope, type Stated } from './caller.js';
import {
  collectApprovals,
  collectBuild,
  collectCde,
  collectExpectations,
  collectParameters,
  collectTime,
} from './stated.js';

const approval = { id: 'ports[0]', approves: 'port', value: 'tcp/443', reason: 'r', owner: 'o', location: null };
const setting = { control: 'a', parameter: 'b', value: 1, location: null };
const stated: Stated = {
  params: [setting],
  approvals: [approval],
  cde: { awsTags: { 'pci-scope': 'cde' } },
  attestations: null,
  build: { commit: 'c'.repeat(40), branch: 'main', runUrl: null, isWorkspace: true },
  gates: {
    dir: 'artefacts',
    maxAgeHours: 24,
    expectations: [{ gate: 'lint', isExpected: true, why: 'w' }],
    sonarqube: null,
  },
  declaredAt: '2026-11-26T00:00:00.000Z',
};

function transportOf(answers: Stated): Transport {
  return liveTransport({
    callers: [runCaller(answers)],
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

describe('the source run', () => {
  it.each([
    ['run:Parameters', 'jq .configuration.params run.json', { Parameters: [setting] }],
    ['run:Approvals', 'jq .configuration.approvals run.json', { Approvals: [approval] }],
    ['run:Cde', 'jq .configuration.cde run.json', { Cde: { awsTags: { 'pci-scope': 'cde' } } }],
    ['run:Build', 'jq .configuration.build run.json', { Build: stated.build }],
    ['run:Gates', 'jq .configuration.gates run.json', { Gates: stated.gates }],
    ['run:Time', 'jq .declaredAt run.json', { DeclaredAt: '2026-11-26T00:00:00.000Z' }],
  ] as const)('answers %s with what %s prints', async (operation, command, response) => {
    const lines: ReadLine[] = [];
    for await (const line of transportOf(stated).read(runRequest(operation))) lines.push(line);
    expect(lines).toMatchObject([
      { type: 'page', command, response },
      { type: 'end', command, outcome: 'complete' },
    ]);
  });

  it('has no other operation', () => {
    const caller = runCaller(stated);
    expect(() => caller.operation('run:Secrets')).toThrow('no operation of the run is called run:Secrets');
    expect(() => caller.operation('constructor')).toThrow(TypeError);
    expect(caller.classify(new Error('no'), runRequest('run:Cde'))).toMatchObject({
      class: 'malformed-answer',
      code: 'run:Cde',
    });
  });
});

describe('what the run states, collected', () => {
  it('puts an approval fact for each approval, with its place in the answer', async () => {
    const facts = new FactBase();
    expect(await collectApprovals(transportOf(stated), facts)).toEqual([approval]);
    const partition = facts.partition('approval', runScope);
    expect(partition.facts()).toMatchObject([
      {
        id: 'ports[0]',
        scope: { source: 'run' },
        data: approval,
        evidence: [{ read: readKey(runRequest('run:Approvals')), page: 0, pointer: '/Approvals/0' }],
      },
    ]);
    expect(partition.coverage).toMatchObject({ gap: null, delivered: true, reads: [{ operation: 'run:Approvals' }] });
  });

  it('puts one cde fact, also where nothing tells the environment apart', async () => {
    const [tagged, whole] = [new FactBase(), new FactBase()];
    expect(await collectCde(transportOf(stated), tagged)).toEqual({ awsTags: { 'pci-scope': 'cde' } });
    expect(await collectCde(transportOf({ ...stated, cde: { awsTags: null } }), whole)).toEqual({ awsTags: null });
    expect(tagged.partition('cde', runScope).facts()).toMatchObject([
      { id: 'cde', data: { id: 'cde', awsTags: { 'pci-scope': 'cde' } }, evidence: [{ pointer: '/Cde' }] },
    ]);
    expect(whole.partition('cde', runScope).facts()).toMatchObject([{ data: { id: 'cde', awsTags: null } }]);
    expect(whole.partition('cde', runScope).coverage.gap).toBeNull();
  });

  it('puts one time fact', async () => {
    const facts = new FactBase();
    expect(await collectTime(transportOf(stated), facts)).toBe('2026-11-26T00:00:00.000Z');
    expect(facts.partition('time', runScope).facts()).toMatchObject([
      { id: 'declared', data: { at: '2026-11-26T00:00:00.000Z' }, evidence: [{ pointer: '/DeclaredAt' }] },
    ]);
  });

  it('puts the build and a fact for each gate into the scope of the gates', async () => {
    const facts = new FactBase();
    const gatesScope = { source: 'gates' } as const;
    expect(await collectBuild(transportOf(stated), facts)).toEqual(stated.build);
    expect(await collectExpectations(transportOf(stated), facts)).toEqual({
      expectations: [{ gate: 'lint', isExpected: true, why: 'w' }],
      all: stated.gates,
    });
    expect(facts.partition('gates.build', gatesScope).facts()).toMatchObject([
      {
        id: 'build',
        scope: gatesScope,
        data: { commit: 'c'.repeat(40), branch: 'main' },
        evidence: [{ pointer: '/Build' }],
      },
    ]);
    expect(facts.partition('gates.expectation', gatesScope).facts()).toMatchObject([
      { id: 'lint', data: { maxAgeHours: 24, isExpected: true }, evidence: [{ pointer: '/Gates/expectations/0' }] },
    ]);
  });

  it('states no gate and no build where the recording has none', async () => {
    const facts = new FactBase();
    const nothing: Transport = { read: () => emptyRead() };
    expect(await collectExpectations(nothing, facts)).toEqual({ expectations: [], all: null });
    expect(await collectBuild(nothing, facts)).toBeNull();
    expect(facts.partition('gates.build', { source: 'gates' }).coverage.gap).toMatchObject({ reason: 'incomplete' });
  });

  it('puts a parameter fact for each parameter, and says how it is loosened', async () => {
    const facts = new FactBase();
    expect(await collectParameters(transportOf(stated), facts, ({ value }) => `${String(value)} is loose`)).toEqual([
      setting,
    ]);
    expect(facts.partition('parameter', runScope).facts()).toMatchObject([
      {
        id: 'a.b',
        data: { control: 'a', parameter: 'b', loosened: '1 is loose' },
        evidence: [{ pointer: '/Parameters/0' }],
      },
    ]);
  });

  it('has a gap where the recording ends early', async () => {
    const facts = new FactBase();
    const cut: Transport = {
      async *read(request: ReadRequest) {
        for await (const line of transportOf(stated).read(request)) if (line.type === 'page') yield line;
      },
    };
    await collectApprovals(cut, facts);
    expect(facts.partition('approval', runScope).coverage.gap).toMatchObject({ reason: 'incomplete' });
    const nothing: Transport = { read: () => emptyRead() };
    expect(await collectCde(nothing, facts)).toBeNull();
    expect(facts.partition('cde', runScope).coverage).toMatchObject({
      delivered: false,
      gap: { reason: 'incomplete' },
    });
  });

  it.each<{
    what: string;
    answers: Stated;
    collect: (transport: Transport, facts: FactBase) => Promise<unknown>;
    says: string;
  }>([
    {
      what: 'an approval of an unknown kind',
      answers: { ...stated, approvals: [{ ...approval, approves: 'everything' }] },
      collect: collectApprovals,
      says: 'the recorded read run:Approvals is none that a run makes: Approvals.0.approves',
    },
    {
      what: 'a member more',
      answers: { ...stated, cde: { awsTags: null, kubernetes: [] } },
      collect: collectCde,
      says: 'the recorded read run:Cde is none that a run makes: Cde: Unrecognized key',
    },
    {
      what: 'a time without milliseconds',
      answers: { ...stated, declaredAt: '2026-11-26T00:00:00Z' },
      collect: collectTime,
      says: 'the recorded read run:Time is none that a run makes: DeclaredAt',
    },
    {
      what: 'parameters that are no list',
      answers: { ...stated, params: {} satisfies Json },
      collect: (transport, facts) => collectParameters(transport, facts, () => null),
      says: 'the recorded read run:Parameters is none that a run makes: Parameters',
    },
  ])('refuses $what in a recording, as no run makes it', async ({ answers, collect, says }) => {
    const collecting = collect(transportOf(answers), new FactBase());
    await expect(collecting).rejects.toMatchObject({ code: 'PREPAY_PACK_INVALID' });
    await expect(collecting).rejects.toThrow(says);
  });
});

async function* emptyRead(): AsyncGenerator<ReadLine> {}
