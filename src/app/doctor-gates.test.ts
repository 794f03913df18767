import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { painter } from '../report/paint.js';
import { fakeTransport } from '../../test/helpers/aws-reads.js';
import { doctorGates, examineGates, type ExaminedBuild, type GatesDoctor, noGates } from './doctor-gates.js';
import { gatesText } from './doctor-gates-text.js';

const commit = 'a'.repeat(40);
const lcov = 'TN:\nSF:src/a.ts\nDA:1,1\nLF:1\nLH:1\nend_of_record\n';
const lint = JSON.stringify([{ filePath: '/a.ts', messages: [], errorCount: 0, warningCount: 0 }]);

let root: string;
let dir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'prepay-doctor-gates-'));
  dir = join(root, 'artefacts');
  mkdirSync(dir);
  vi.stubEnv('SONAR_TOKEN', undefined);
});
afterEach(() => {
  rmSync(root, { recursive: true });
  vi.unstubAllEnvs();
});

const build = { commit, branch: 'main', runUrl: null, isWorkspace: true };
const expected = (gate: 'coverage' | 'lint' | 'sonarqube') => ({ gate, isExpected: true, why: 'every build has it' });

function examine(
  more: Partial<ExaminedBuild['gates']> = {},
  { now = new Date().toISOString(), ...own }: Partial<ExaminedBuild> = {},
): Promise<GatesDoctor> {
  const gates = {
    dir,
    maxAgeHours: 24,
    expectations: [expected('coverage'), expected('lint')],
    sonarqube: null,
    ...more,
  };
  const signal = new AbortController().signal;
  return doctorGates(
    { build, ...own, gates, now },
    { concurrency: 10, timeoutMs: 20_000, signal, onEvent: () => undefined },
  );
}

function print(gates: GatesDoctor): string {
  const page = { width: 200, paint: painter(false), color: false };
  return gatesText(gates, page)
    .map((block) => block.join('\n'))
    .join('\n\n')
    .replaceAll(/ +/g, ' ');
}

describe('the gates of a build', () => {
  it('are whole where every expected one is there and of the commit that is judged', async () => {
    writeFileSync(join(dir, 'lcov.info'), lcov);
    writeFileSync(join(dir, 'eslint.json'), lint);
    writeFileSync(join(dir, 'notes.txt'), 'nothing of ours');
    const found = await examine();
    expect(found).toMatchObject({
      state: 'readable',
      isThere: true,
      problem: null,
      commit,
      missing: [],
      sonarqube: null,
    });
    expect(found.gates.flatMap(({ files }) => files.map(({ path, problem }) => [path, problem]))).toEqual([
      ['lcov.info', null],
      ['eslint.json', null],
    ]);
    const text = print(found);
    expect(text).toContain('✓ coverage lcov.info, ');
    expect(text).toContain(`✓ commit ${commit}`);
    expect(text).toContain('– trivy not expected: nothing names it');
  });

  it('are named where they are missing, and why they are expected', async () => {
    writeFileSync(join(dir, 'lcov.info'), lcov);
    const found = await examine();
    expect(found).toMatchObject({ state: 'partly-readable', missing: ['lint'] });
    expect(print(found)).toContain('✕ lint missing, though expected: every build has it');
  });

  it('are all missing where there is no folder', async () => {
    const found = await examine({ dir: join(root, 'nowhere') });
    expect(found).toMatchObject({ state: 'unreadable', isThere: false, problem: null, missing: ['coverage', 'lint'] });
    expect(print(found)).toContain('nowhere is not there');
  });

  it('are not known where the folder cannot be listed', async () => {
    const gates = { dir, maxAgeHours: 24, expectations: [expected('lint')], sonarqube: null };
    const transport = fakeTransport(() => ({ outcome: 'denied' }));
    const found = await examineGates(transport, { gates, build, now: '2026-01-01T00:00:00.000Z' });
    expect(found).toMatchObject({ state: 'unreadable', isThere: true, missing: ['lint'] });
    expect(print(found)).toContain('✕ folder');
    expect(print(found)).toContain('dir:List in gates was denied');
  });

  it.each([
    { name: 'cannot be read as what it is', text: 'SF:src/a.ts\n', own: {}, says: 'lcov' },
    {
      name: 'is older than is allowed',
      text: lcov,
      own: { now: '2100-01-01T00:00:00.000Z' },
      says: 'more than 24 hours ago',
    },
    {
      name: 'is of no commit',
      text: lcov,
      own: { build: { ...build, commit: null } },
      says: 'nothing says which commit',
    },
    {
      name: 'is of no workspace',
      text: lcov,
      own: { build: { ...build, isWorkspace: false } },
      says: 'nothing says of which',
    },
  ])('are no gate where the file $name', async ({ text, own, says }) => {
    writeFileSync(join(dir, 'lcov.info'), text);
    const found = await examine({ expectations: [expected('coverage')] }, own);
    expect(found).toMatchObject({ state: 'partly-readable', missing: ['coverage'] });
    expect(print(found)).toContain('✕ coverage lcov.info: ');
    expect(print(found)).toContain(says);
  });

  it('say what names the commit where nothing does', async () => {
    const found = await examine({}, { build: { ...build, commit: null } });
    expect(found.commit).toBeNull();
    expect(print(found)).toContain('set PREPAY_COMMIT');
  });

  it('need no folder where none is expected', async () => {
    const found = await examine({ dir: join(root, 'nowhere'), expectations: [] });
    expect(found).toMatchObject({ state: 'readable', isThere: false, missing: [] });
    expect(print(found)).toContain('! folder');
  });

  it('are no block where they are not in scope', () => {
    expect(gatesText(noGates, { width: 80, paint: painter(false), color: false })).toEqual([]);
  });
});

describe('SonarQube', () => {
  const sonarqube = { url: 'http://127.0.0.1:1', project: 'wallet', branch: null };
  const expectations = [expected('sonarqube')];

  it('is a problem without a token, and nobody is called', async () => {
    const found = await examine({ sonarqube: { ...sonarqube, branch: 'main' }, expectations });
    expect(found).toMatchObject({ state: 'unreadable', missing: ['sonarqube'], sonarqube: { result: 'denied' } });
    expect(print(found)).toContain('SONAR_TOKEN is not set');
  });

  it.each([
    { name: 'answers', status: 200, body: { analyses: [] }, result: 'readable', missing: [] },
    { name: 'refuses', status: 403, body: { errors: [{ msg: 'no' }] }, result: 'denied', missing: ['sonarqube'] },
    {
      name: 'has no such project',
      status: 404,
      body: { errors: [{ msg: 'no' }] },
      result: 'failed',
      missing: ['sonarqube'],
    },
  ])('$name: $result', async ({ status, body, result, missing }) => {
    const { createServer } = await import('node:http');
    const server = createServer((_, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      vi.stubEnv('SONAR_TOKEN', 'secret-token');
      for (const name of ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'])
        vi.stubEnv(name, undefined);
      const found = await examine({ sonarqube: { ...sonarqube, url: `http://127.0.0.1:${port}` }, expectations });
      expect(found).toMatchObject({ missing, sonarqube: { result, project: 'wallet' } });
      expect(JSON.stringify(found)).not.toContain('secret-token');
      expect(print(found)).toContain(
        `${result === 'readable' ? '✓' : '✕'} sonarqube wallet at http://127.0.0.1:${port}`,
      );
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
