import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { AuditOptions } from '../../../src/app/audit.js';
import { showPack } from '../../../src/app/show.js';
import AuditDrift from '../../../src/commands/audit/drift.js';
import KeysGenerate from '../../../src/commands/keys/generate.js';
import { throwAwaySigner } from '../../../src/pack/signer.js';
import { runCommand } from '../../helpers/run-command.js';
import { fail, found } from './packs.js';
import { sealedPack } from './sealed-pack.js';

let minute = 0;

/** In the place of a whole audit: a pack of two findings, whose group fails on the one platform and passes on the other. */
vi.mock('../../../src/app/audit.js', () => ({
  audit: async ({ out, demo, signer }: AuditOptions) => {
    minute += 1;
    const packId = `20261126T00${String(minute).padStart(2, '0')}00123Z-demo-${demo ?? ''}`;
    const findings = [demo === 'before' ? fail('sg-1') : found('sg-1'), found('sg-2')];
    const pack = await sealedPack(out, { packId, findings, signer: signer ?? null });
    const shown = await showPack('test/packs/golden-0.4.0');
    return { ...shown, summary: { ...shown.summary, exit: demo === 'before' ? 1 : 0, paths: { pack, reports: [] } } };
  },
}));

const work = mkdtempSync(join(tmpdir(), 'prepay-drift-'));
const key = join(work, 'audit.key');
const config = join(work, 'prepay.yaml');
const summary = join(work, 'summary.md');
const told: { path: string; body: string; headers: IncomingHttpHeaders }[] = [];
let answer = 200;
let server: Server;

const document = z.object({
  exit: z.int(),
  drift: z.object({ before: z.object({ packId: z.string() }), counts: z.record(z.string(), z.int()) }).nullable(),
  reports: z.array(z.object({ path: z.string() })),
  notified: z.array(z.string()),
});

beforeAll(async () => {
  await runCommand(KeysGenerate, [key]);
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      told.push({ path: request.url ?? '', body, headers: request.headers });
      response.writeHead(answer).end('a secret that nobody should see');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.env['DRIFT_SLACK'] = `http://127.0.0.1:${port}/services/secret-of-the-hook`;
  process.env['DRIFT_SECRET'] = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  writeFileSync(
    config,
    [
      'version: 1',
      'notify:',
      '  - slack: { urlEnv: DRIFT_SLACK }',
      `  - { webhook: { url: 'http://127.0.0.1:${port}/hook', secretEnv: DRIFT_SECRET }, on: always }`,
      '',
    ].join('\n'),
  );
});
afterAll(() => {
  server.close();
  delete process.env['DRIFT_SLACK'];
  delete process.env['DRIFT_SECRET'];
  delete process.env['GITHUB_STEP_SUMMARY'];
});
beforeEach(() => {
  told.length = 0;
  answer = 200;
  delete process.env['GITHUB_STEP_SUMMARY'];
});

const drift = (demo: string, out: string, ...more: string[]) =>
  runCommand(AuditDrift, [
    '--demo',
    demo,
    '--out',
    join(work, out),
    '--format',
    'json',
    '--sign',
    key,
    '--config',
    config,
    ...more,
  ]);

describe('audit drift', () => {
  it('says that there is nothing to compare with, ends as audit run, and tells nobody', async () => {
    const run = await drift('before', 'planted');
    expect(run.exit, run.stderr).toBe(1);
    expect(run.stdout).toContain('There is no earlier pack to compare with');
    expect(told).toEqual([]);
  });

  it('finds no regression in the same platform a night later, and tells whoever always wants to know', async () => {
    const [first] = readdirSync(join(work, 'planted')).filter((name) => name.endsWith('-demo-before'));
    const run = await drift('before', 'planted', '--json');
    const document_ = document.parse(JSON.parse(run.stdout));
    expect(run.exit, run.stderr).toBe(0);
    expect(document_).toMatchObject({
      exit: 0,
      notified: [expect.stringMatching(/^webhook \(127/)],
      drift: { before: { packId: first } },
    });
    expect(told.map(({ path }) => path)).toEqual(['/hook']);
  });

  it('tells of a regression, writes its report beside the pack and into the step summary', async () => {
    await drift('after', 'mended');
    process.env['GITHUB_STEP_SUMMARY'] = summary;
    const mended = realpathSync(join(work, 'mended', 'latest'));
    const run = await drift('before', 'again', '--against', join(work, 'mended', 'latest'));
    expect(run.exit, run.stderr).toBe(1);
    expect(run.stdout).toContain('✕ Regression');
    expect(run.stdout).toContain('told          slack (DRIFT_SLACK)');
    expect(told.map(({ path }) => path)).toEqual(['/services/secret-of-the-hook', '/hook']);
    expect(told[1]?.headers).toMatchObject({ 'content-type': 'application/cloudevents+json; charset=utf-8' });
    expect(z.object({ text: z.string() }).parse(JSON.parse(told[0]?.body ?? '')).text).toMatch(/^prepay: Regression: /);
    const pack = realpathSync(join(work, 'again', 'latest'));
    const folder = join(work, 'again', 'drift', pack.split('/').at(-1) ?? '');
    expect(readdirSync(folder).sort()).toEqual(['drift.html', 'drift.json', 'drift.md']);
    expect(readFileSync(summary, 'utf8')).toBe(readFileSync(join(folder, 'drift.md'), 'utf8'));
    expect(readFileSync(summary, 'utf8')).toContain(mended.split('/').at(-1));
    expect(existsSync(join(pack, 'drift'))).toBe(false);
  });

  it('is an error where somebody could not be told, says so without the address, and keeps the pack', async () => {
    answer = 404;
    const run = await drift('before', 'untold', '--against', join(work, 'mended', 'latest'));
    expect(run.exit).toBe(4);
    expect(run.stderr).toContain(
      'PREPAY_NOTIFY_FAILED: slack (DRIFT_SLACK): answered 404 after 1 attempt; webhook (127.',
    );
    expect(run.stderr).toContain('The drift itself: a regression of ');
    expect(run.stdout + run.stderr).not.toContain('secret-of-the-hook');
    expect(run.stdout + run.stderr).not.toContain('nobody should see');
    expect(existsSync(join(work, 'untold', 'latest', 'manifest.json'))).toBe(true);
  });

  it('takes no partial run for a baseline, and no pack that another key signed', async () => {
    const signer = throwAwaySigner();
    const part = await sealedPack(join(work, 'part'), {
      packId: '20261125T000000123Z-demo-after',
      findings: [found('sg-1')],
      signer,
      partialBecause: ['--region eu-west-1'],
    });
    const named = await drift('after', 'never', '--against', part);
    expect(named).toMatchObject({ exit: 2 });
    expect(named.stderr).toContain('PREPAY_USAGE');
    expect(existsSync(join(work, 'never'))).toBe(false);
    const passedOver = await runCommand(AuditDrift, [
      '--demo',
      'after',
      '--out',
      join(work, 'part'),
      '--quiet',
      '--json',
    ]);
    expect(document.parse(JSON.parse(passedOver.stdout)).drift).toBeNull();
    const whole = await sealedPack(join(work, 'whole'), { packId: '20261125T000000123Z-x', findings: [], signer });
    const foreign = await drift('after', 'foreign', '--against', whole);
    expect(foreign).toMatchObject({ exit: 1 });
    expect(foreign.stderr).toContain('PREPAY_PACK_INVALID');
    expect(existsSync(join(work, 'foreign', 'latest', 'manifest.json'))).toBe(true);
  });

  it('refuses before it reads a variable that is not set, and a pack that is not there', async () => {
    const secret = process.env['DRIFT_SECRET'] ?? '';
    process.env['DRIFT_SECRET'] = 'short';
    const run = await drift('after', 'nothing');
    process.env['DRIFT_SECRET'] = secret;
    expect(run).toMatchObject({ exit: 2 });
    expect(run.stderr).toContain(
      'PREPAY_CONFIG_INVALID: notify.1: expected a secret of at least 24 bytes in DRIFT_SECRET',
    );
    expect(run.stderr).not.toContain('short');
    expect(await drift('after', 'nothing', '--against', join(work, 'no-pack'))).toMatchObject({ exit: 2 });
    expect(existsSync(join(work, 'nothing'))).toBe(false);
  });
});
