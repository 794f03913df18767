import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { samplesText } from '../../src/app/samples-text.js';
import { samplingOf } from '../../src/app/sampling.js';
import { withoutConfig } from '../../src/app/config.js';
import AuditRun from '../../src/commands/audit/run.js';
import KeysGenerate from '../../src/commands/keys/generate.js';
import PackSample from '../../src/commands/pack/sample.js';
import PackVerify from '../../src/commands/pack/verify.js';
import type { Samples } from '../../src/core/sampling.js';
import { samplingBody } from '../../src/report/sampling.js';
import { runCommand } from '../helpers/run-command.js';

const work = mkdtempSync(join(tmpdir(), 'prepay-sampling-'));
const key = join(work, 'audit.key');
const seed = "the assessor's, 26 November";
const out = join(work, 'evidence');
const pack = join(out, 'latest');

beforeAll(async () => {
  await runCommand(KeysGenerate, [key]);
  const config = join(work, 'prepay.yaml');
  writeFileSync(config, 'version: 1\nsampling: { tolerablePercent: 20 }\n');
  const run = await runCommand(AuditRun, [
    ...['--demo', 'after', '--config', config, '--sign', key, '--out', out, '--format', 'html'],
    ...['--sample-seed', seed],
  ]);
  expect(run.exit, run.stderr).toBe(0);
});

function packed(): Samples {
  const parsed: unknown = JSON.parse(readFileSync(join(pack, 'samples/samples.json'), 'utf8'));
  return parsed as Samples;
}

describe('a run with the seed of an assessor', () => {
  it('has a sample of each kind that a control judges, by the method of the configuration', () => {
    const { method, sets } = packed();
    expect(method).toEqual({ seed, confidencePercent: 95, tolerablePercent: 20 });
    expect(sets.map(({ kind }) => kind)).toContain('aws.ec2.security-group');
    expect(sets.map(({ kind }) => kind)).not.toContain('approval');
    for (const { size, chosen } of sets) expect(chosen).toHaveLength(size);
  });

  it('verifies, samples included', async () => {
    const verified = await runCommand(PackVerify, [pack, '--key', `${key}.pub`]);
    expect(verified.stdout).toContain('VERIFIED');
    expect(verified.exit).toBe(0);
  });

  it('is drawn again by the block of VERIFY.md, with openssl and sort', () => {
    const guide = readFileSync(join(pack, 'VERIFY.md'), 'utf8');
    const [, block = ''] = /## 5\..*?```sh\n(.*?)```/su.exec(guide) ?? [];
    const draw = () =>
      spawnSync('bash', ['-c', block], { cwd: pack, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C', T: work } })
        .stdout;
    expect(draw()).toBe('ok 5: the samples are what the seed draws\n');
    const file = join(pack, 'samples/samples.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('26 November', '27 November'));
    expect(draw()).not.toContain('ok 5');
    writeFileSync(file, text);
  });

  it('shows them in section 5 of the report', () => {
    const html = readFileSync(join(pack, 'reports/report.html'), 'utf8');
    const section = html.split('aria-labelledby="sampling">')[1]?.split('</section>')[0] ?? '';
    expect(section).toContain('the assessor&#x27;s, 26 November');
    expect(section).toContain('if 20 % of the population');
    expect(section).toContain('Sample of aws.ec2.security-group');
    expect(section).not.toContain('Nothing was sampled');
  });
});

describe('pack sample', () => {
  it('draws the same as the run, from the populations of the sealed pack', async () => {
    const drawn = await runCommand(PackSample, [pack, '--sample-seed', seed, '--tolerable', '20', '--json']);
    expect(JSON.parse(drawn.stdout)).toEqual(packed());
  });

  it('prints a member a line', async () => {
    const drawn = await runCommand(PackSample, [pack, '--sample-seed', 'another']);
    expect(drawn.stdout).toMatch(/^aws\.ec2\.security-group: \d+ of \d+$/mu);
    expect(drawn.stdout).toMatch(/^ {4}1 {2}[0-9a-f]{12} {2}\d{12}\/eu-\w+-1\/sg-/mu);
  });

  it.each([
    ['\u0007', 'expected 1 to 200 printable characters'],
    ['two\nlines', 'expected 1 to 200 printable characters'],
    ['x'.repeat(201), 'expected 1 to 200 printable characters'],
    ['4111 1111 1111 1111', 'it looks like a card number'],
  ])('refuses the seed %j', async (text, message) => {
    const refused = await runCommand(PackSample, [pack, '--sample-seed', text]);
    expect(refused.exit).toBe(2);
    expect(refused.stderr).toContain(message);
    expect(() => samplingOf(text, withoutConfig())).toThrow(message);
  });
});

describe('what is said of samples', () => {
  const gaps = ['a', 'b', 'c', 'd'];
  const method = { seed, confidencePercent: 95, tolerablePercent: 10 };

  it('is nothing where none was drawn', () => {
    expect(samplingBody(null)).toBeNull();
    expect(samplingOf(null, withoutConfig())).toBeNull();
    expect(samplesText({ method, sets: [] })).toBe('Nothing was there to draw from.');
  });

  it('names what of a population could not be read', () => {
    const set = {
      kind: 'k',
      population: 1,
      size: 1,
      gaps,
      chosen: [{ rank: 1, member: 'm\u001b', hmac: 'f'.repeat(64) }],
    };
    const body = samplingBody({ method, sets: [set, { ...set, gaps: [], size: 0, chosen: [] }] });
    expect(JSON.stringify(body)).toContain('a; b; c; and 1 more');
    expect(samplesText({ method, sets: [set] })).toContain('k: 1 of 1 (the population could not be read whole)');
    expect(samplesText({ method, sets: [set] })).toContain('m⟦U+001B⟧');
  });
});
