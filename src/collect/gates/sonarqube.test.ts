import { afterEach, describe, expect, it } from 'vitest';
import type { Json } from '../../core/json.js';
import type { ReadLine } from '../../core/read.js';
import { FactBase } from '../../facts/fact-base.js';
import { gatesFacts } from '../../facts/gates.js';
import { memoryRecording } from '../../../test/unit/peers/memory-recording.js';
import { watched } from '../../../test/unit/peers/scripted-caller.js';
import {
  recordedAnswer,
  send,
  sonarqubeServer,
  type SonarqubeServer,
} from '../../../test/unit/peers/sonarqube-server.js';
import { closeConnections } from '../transport/proxy.js';
import { liveTransport } from '../transport/live.js';
import { recorder } from '../transport/recorder.js';
import { replay } from '../transport/replay.js';
import { gatesCaller } from './caller.js';
import { gatesRead, gatesScope } from './read-file.js';
import { collectSonarqube, type SonarqubeProject } from './sonarqube.js';
import { sonarqubeCaller, type SonarqubeOptions, withSonarqube } from './sonarqube-caller.js';
import { sonarqubeOperations, sonarqubePath } from './sonarqube-operations.js';

const kind = 'gates.sonarqube-analysis';
const wallet: SonarqubeProject = { project: 'wallet', branch: null };
let server: SonarqubeServer | null = null;
afterEach(async () => {
  await server?.close();
  await closeConnections();
  server = null;
});

type Setup = Parameters<typeof sonarqubeServer>;

async function collect(
  project: SonarqubeProject | null,
  setup: Setup = ['clean'],
  options: Partial<SonarqubeOptions> = {},
) {
  server = await sonarqubeServer(...setup);
  const caller = withSonarqube(
    gatesCaller({ dir: '.' }),
    sonarqubeCaller({ url: server.url, token: 'squ_reader', ...options }),
  );
  const store = memoryRecording();
  const watch = watched();
  const transport = recorder({
    live: liveTransport({ ...watch.options, callers: [caller] }),
    operation: ({ operation }) => caller.operation(operation),
    append: (line) => store.append(line),
    recorded: store,
  });
  const facts = new FactBase();
  await collectSonarqube(transport, facts, project);
  const again = new FactBase();
  if (project !== null) {
    await collectSonarqube(replay(store), again, project);
    expect([...again.populations()]).toEqual([...facts.populations()]);
  }
  const partition = facts.partition(kind, gatesScope);
  for (const { data } of partition.facts()) gatesFacts[kind].parse(data);
  return {
    fact: partition.find('analysis'),
    gap: partition.gaps.get('analysis') ?? null,
    coverage: partition.coverage,
    lines: store.all,
    waits: watch.waits,
  };
}

function pagesOf(lines: readonly ReadLine[], operation: string) {
  return lines.filter((line) => line.type === 'page' && line.operation === operation);
}

describe('a project of SonarQube', () => {
  it('that passed is what the server recorded of it', async () => {
    const { fact, gap, coverage } = await collect(wallet);
    expect(gap).toBeNull();
    expect(coverage).toMatchObject({ gap: null, delivered: true });
    expect(coverage.reads).toHaveLength(7);
    expect(fact?.data).toEqual({
      id: 'analysis',
      project: 'wallet',
      branch: null,
      analysis: {
        key: expect.any(String) as string,
        at: expect.stringMatching(/^2026-11-26T\d\d:\d\d:\d\d\.000Z$/) as string,
        revision: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      },
      said: [
        {
          about: 'status',
          status: 'OK',
          conditions: [
            { metric: 'new_violations', op: 'GT', threshold: '0' },
            { metric: 'new_coverage', op: 'LT', threshold: '80' },
            { metric: 'new_duplicated_lines_density', op: 'GT', threshold: '3' },
            { metric: 'new_security_hotspots_reviewed', op: 'LT', threshold: '100' },
          ],
          isWholeGate: true,
          failed: [],
        },
        { about: 'issues', count: 0, examples: [], isComplete: true },
        { about: 'hotspots', count: 0, examples: [], isComplete: true },
      ],
      unsaid: null,
    });
    expect(fact?.evidence).toHaveLength(7);
  });

  it('that failed names conditions and hotspots, and no person', async () => {
    const { fact, lines } = await collect(wallet, ['faulty']);
    expect(fact?.data.said).toMatchObject([
      { status: 'ERROR', failed: ['new_security_hotspots_reviewed is 0.0, LT 100', 'new_violations is 4, GT 0'] },
      { about: 'issues', count: 0 },
      {
        about: 'hotspots',
        count: 4,
        examples: expect.arrayContaining([expect.stringMatching(/ in wallet:run\.js:\d+$/) as string]) as string[],
      },
    ]);
    expect(JSON.stringify(lines)).not.toContain('dev@prepay.example');
    expect(JSON.stringify(lines)).not.toContain('squ_reader');
  });

  it('that was never analysed has no analysis and the status NONE', async () => {
    const gate = (answer: Parameters<typeof send>[0]): void => send(answer, 200, recordedAnswer('clean-gate').body);
    const { fact } = await collect({ project: 'never', branch: null }, [
      'clean',
      { instead: { get_by_project: gate } },
    ]);
    expect(fact?.data).toMatchObject({ analysis: null, said: [{ status: 'NONE' }] });
    expect(server?.calls).toContain('api/qualitygates/project_status?projectKey=never');
  });

  it('that the server does not know is a gap', async () => {
    const { fact, coverage } = await collect({ project: 'nothing', branch: null });
    expect(fact).toBeUndefined();
    expect(coverage.gap).toMatchObject({ reason: 'missing' });
  });

  it('that nobody configured is none, and nothing is asked', async () => {
    const { fact, coverage } = await collect(null);
    expect(fact).toBeUndefined();
    expect(coverage).toMatchObject({ gap: null, reads: [] });
    expect(server?.calls).toEqual([]);
  });

  it.each([
    ['the server refuses the token', { token: 'squ_wrong' }, /401/],
    ['there is no token', { token: null }, /NoToken/],
    ['there is no address', { url: null }, /NoUrl/],
  ])('is a gap where %s', async (_, options, text) => {
    const { fact, coverage } = await collect(wallet, ['clean'], options);
    expect(fact).toBeUndefined();
    expect(coverage.gap).toMatchObject({ reason: 'denied', text: expect.stringMatching(text) as string });
  });

  it('is asked for its branch', async () => {
    await collect({ project: 'wallet', branch: 'release/1' });
    expect(server?.calls[0]).toBe('api/project_analyses/search?ps=1&project=wallet&branch=release%2F1');
  });

  it('whose issues may not be read has a gap, and what else was said', async () => {
    const denied = (answer: Parameters<typeof send>[0]): void =>
      send(answer, 403, { errors: [{ msg: 'Insufficient privileges' }] });
    const { fact, gap } = await collect(wallet, ['clean', { instead: { 'issues/search': denied } }]);
    expect(gap).toMatchObject({ reason: 'denied' });
    expect(fact?.data.said.map(({ about }) => about)).toEqual(['status', 'hotspots']);
    expect(fact?.data.unsaid).toEqual({ reason: 'denied', text: gap?.text });
  });

  it('whose gate may not be read keeps its status, with the conditions that the analysis names', async () => {
    const denied = (answer: Parameters<typeof send>[0]): void => send(answer, 403, { errors: [] });
    const { fact } = await collect(wallet, ['faulty', { instead: { 'qualitygates/show': denied } }]);
    expect(fact?.data.said[0]).toMatchObject({ status: 'ERROR', isWholeGate: false, conditions: [{}, {}, {}, {}] });
    const { fact: another } = await collect(wallet, ['faulty', { instead: { get_by_project: denied } }]);
    expect(another?.data.said[0]).toMatchObject({ isWholeGate: false });
    const { fact: other, gap } = await collect(wallet, ['clean', { instead: { project_status: denied } }]);
    expect(other?.data.said.map(({ about }) => about)).toEqual(['issues', 'hotspots']);
    expect(gap).not.toBeNull();
  });

  it.each([
    [
      'of an undocumented shape',
      { projectStatus: { status: 'GREEN', conditions: [] } },
      /^sonarqube:ProjectStatus is not of the documented shape at \/projectStatus\/status: /,
    ],
    ['that is a list', [], /documented shape at : /],
  ])('with an answer %s has a gap', async (_, body, text) => {
    const odd = (answer: Parameters<typeof send>[0]): void => send(answer, 200, body);
    const { gap } = await collect(wallet, ['clean', { instead: { project_status: odd } }]);
    expect(gap).toMatchObject({ reason: 'unsupported', text: expect.stringMatching(text) as string });
  });

  it.each([
    ['no commit', { date: '2026-11-26T12:00:00+0100' }, { at: '2026-11-26T11:00:00.000Z', revision: null }],
    ['a commit of another system', { date: '2026-11-26T12:00:00+0100', revision: '4711' }, { revision: null }],
    ['a time that is none', { date: 'yesterday' }, null],
  ])('whose analysis has %s', async (_, beside, expected) => {
    const listed = (answer: Parameters<typeof send>[0]): void =>
      send(answer, 200, { analyses: [{ key: 'AX1', ...beside }] });
    const { fact } = await collect(wallet, ['clean', { instead: { project_analyses: listed } }]);
    if (expected === null) expect(fact?.data.analysis).toBeNull();
    else expect(fact?.data.analysis).toMatchObject(expected);
  });
});

describe('what SonarQube leaves out', () => {
  it('is a threshold that is not known, and a hotspot without a rule', async () => {
    const { fact } = await collect(wallet, [
      'clean',
      {
        instead: {
          'qualitygates/show': (answer) => send(answer, 200, { name: 'Own', conditions: [{ metric: 'm', op: 'LT' }] }),
          'hotspots/search': (answer) =>
            send(answer, 200, {
              paging: { pageIndex: 1, pageSize: 500, total: 2 },
              hotspots: [
                { key: '1', component: 'wallet:a.js', status: 'TO_REVIEW' },
                { key: '2', component: 'wallet:b.js', status: 'REVIEWED' },
              ],
            }),
        },
      },
    ]);
    expect(fact?.data.said[0]).toMatchObject({ conditions: [{ metric: 'm', op: 'LT', threshold: null }] });
    expect(fact?.data.said[2]).toMatchObject({ count: 1, examples: ['hotspot in wallet:a.js'] });
  });
});

describe('issues of SonarQube', () => {
  // Written by hand: the recorded analysis has none that is grave.
  const issue = (key: string, beside: object = {}): object => ({
    key,
    rule: 'js:S1',
    component: 'wallet:a.js',
    status: 'OPEN',
    severity: 'BLOCKER',
    ...beside,
  });
  const listing =
    (issues: (page: number) => object[], total: number) =>
    (answer: Parameters<typeof send>[0]): void => {
      const page = Number(/[?&]p=(\d+)/.exec(server?.calls.at(-1) ?? '')?.[1] ?? 1);
      send(answer, 200, { paging: { pageIndex: page, pageSize: 500, total }, issues: issues(page) });
    };

  it('are counted once by either rank, and only where they are open and grave', async () => {
    const all = [
      issue('1', { line: 3 }),
      issue('1', { line: 3 }),
      issue('2', { severity: 'CRITICAL', status: 'CONFIRMED' }),
      issue('3', { severity: 'MAJOR', impacts: [{ severity: 'HIGH' }], status: 'REOPENED' }),
      issue('4', { severity: undefined, impacts: [{ severity: 'BLOCKER' }] }),
      issue('5', { severity: 'MAJOR', impacts: [{ severity: 'MEDIUM' }] }),
      issue('6', { status: 'RESOLVED' }),
      issue('7', { severity: 'HIGH' }),
    ];
    const { fact } = await collect(wallet, ['clean', { instead: { 'issues/search': listing(() => all, 8) } }]);
    expect(fact?.data.said[1]).toEqual({
      about: 'issues',
      count: 4,
      examples: ['js:S1 in wallet:a.js:3', 'js:S1 in wallet:a.js', 'js:S1 in wallet:a.js', 'js:S1 in wallet:a.js'],
      isComplete: true,
    });
  });

  it('are read page by page as far as the server pages, and no farther', async () => {
    const many = listing((page) => Array.from({ length: 500 }, (_, i) => issue(`${page}-${i}`)), 12_000);
    const { fact, lines } = await collect(wallet, ['clean', { instead: { 'issues/search': many } }]);
    expect(pagesOf(lines, 'sonarqube:Issues')).toHaveLength(40);
    expect(fact?.data.said[1]).toMatchObject({ count: 10_000, isComplete: false });
  });

  it('that were named are open, whatever was not read', async () => {
    let calls = 0;
    const { fact, gap } = await collect(wallet, [
      'clean',
      {
        instead: {
          'issues/search': (answer) => {
            calls += 1;
            if (calls > 1) send(answer, 403, {});
            else send(answer, 200, { paging: { pageIndex: 1, pageSize: 500, total: 1 }, issues: [issue('1')] });
          },
        },
      },
    ]);
    expect(fact?.data.said[1]).toMatchObject({ about: 'issues', count: 1 });
    expect(gap).toMatchObject({ reason: 'denied' });
  });

  it('without paging are no answer', async () => {
    const odd = (answer: Parameters<typeof send>[0]): void => send(answer, 200, { issues: [] });
    const { gap } = await collect(wallet, ['clean', { instead: { 'issues/search': odd } }]);
    expect(gap).toMatchObject({ reason: 'failed', text: expect.stringMatching(/NoPaging/) as string });
  });
});

describe('a call to SonarQube', () => {
  const first = async (instead: (answer: Parameters<typeof send>[0]) => void) =>
    collect(wallet, ['clean', { instead: { project_analyses: instead } }]);

  it('does not follow a redirect with the token', async () => {
    const { coverage } = await first((answer) => send(answer, 302, {}, { location: 'http://127.0.0.1:9/' }));
    expect(coverage.gap).toMatchObject({ reason: 'failed', text: expect.stringMatching(/302/) as string });
  });

  it('says what the server said', async () => {
    const { lines } = await first((answer) => send(answer, 400, { errors: [{ msg: 'Value of parameter is wrong' }] }));
    expect(lines.find(({ type }) => type === 'end')).toMatchObject({
      error: { message: 'Value of parameter is wrong' },
    });
  });

  it('waits as long as the server asks', async () => {
    let calls = 0;
    const { fact, waits } = await first((answer) => {
      calls += 1;
      if (calls === 1) send(answer, 429, {}, { 'retry-after': '3' });
      else send(answer, 200, recordedAnswer('clean-analyses').body);
    });
    expect(fact).toBeDefined();
    expect(Math.max(...waits)).toBeGreaterThanOrEqual(3000);
  });

  it('is malformed where the body is no JSON', async () => {
    const { coverage } = await first((answer) => answer.writeHead(200).end('<html>Sign in</html>'));
    expect(coverage.gap).toMatchObject({ reason: 'failed', text: expect.stringMatching(/NotJson/) as string });
  });

  it('is one of the operations of source gates, beside those on files', () => {
    const caller = withSonarqube(gatesCaller({ dir: '.' }), sonarqubeCaller({ url: null, token: null }));
    const request = gatesRead('sonarqube:Hotspots', { project: "it's" });
    expect(caller.operation('file:Read').name).toBe('file:Read');
    expect(caller.operation('sonarqube:Hotspots').command(request)).toBe(
      `curl --fail --header "Authorization: Bearer $SONAR_TOKEN" "$SONAR_HOST_URL"'/api/hotspots/search?status=TO_REVIEW&project=it%27s&ps=500'`,
    );
    expect(caller.host(request)).toBe('sonarqube/');
    expect(caller.host(gatesRead('file:Read'))).toBe('file');
    expect(caller.retryAfterMs?.(new Error('x'))).toBeNull();
    expect(caller.classify(new Error('x'), gatesRead('file:Read'))).toMatchObject({ class: 'malformed-answer' });
    expect(() => caller.operation('sonarqube:Users')).toThrow(/source gates has no operation sonarqube:Users/);
    expect(() => sonarqubePath(gatesRead('sonarqube:Users'), 1)).toThrow(/no route of SonarQube is named/);
    expect([...sonarqubeOperations.values()].every(({ source }) => source === 'gates')).toBe(true);
  });

  it('writes what is no text as JSON', () => {
    const value: Json = 7;
    expect(sonarqubePath(gatesRead('sonarqube:Gate', { project: value }), 2)).toBe(
      'api/qualitygates/get_by_project?project=7&p=2',
    );
  });
});
