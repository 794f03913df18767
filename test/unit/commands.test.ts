import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import AuditRun from '../../src/commands/audit/run.js';
import ControlsCoverage from '../../src/commands/controls/coverage.js';
import ControlsLint from '../../src/commands/controls/lint.js';
import ControlsList from '../../src/commands/controls/list.js';
import ControlsShow from '../../src/commands/controls/show.js';
import Demo from '../../src/commands/demo.js';
import KeysFingerprint from '../../src/commands/keys/fingerprint.js';
import KeysGenerate from '../../src/commands/keys/generate.js';
import PackExport from '../../src/commands/pack/export.js';
import PackShow from '../../src/commands/pack/show.js';
import PackVerify from '../../src/commands/pack/verify.js';
import PermissionsAws from '../../src/commands/permissions/aws.js';
import ReportBuild from '../../src/commands/report/build.js';
import { runCommand } from '../helpers/run-command.js';

const work = mkdtempSync(join(tmpdir(), 'prepay-commands-'));
const key = join(work, 'audit.key');
const out = join(work, 'evidence');
let pack = '';

beforeAll(async () => {
  await runCommand(KeysGenerate, [key]);
  const run = await runCommand(AuditRun, [
    '--demo',
    'before',
    '--sign',
    key,
    '--out',
    out,
    '--format',
    'html,csv',
    '--log-level',
    'debug',
  ]);
  expect(run.exit, run.stderr).toBe(1);
  expect(run.stdout).toContain('no-world-open-admin-ports');
  expect(run.stderr).toContain('collecting');
  expect(run.stderr).toMatch(/^call ec2:DescribeVpcs in \S+, page 0, from the recording$/m);
  pack = realpathSync(join(out, 'latest'));
});

describe('audit run', () => {
  it('gives its summary as the one document under --json', async () => {
    const run = await runCommand(AuditRun, ['--demo', 'after', '--out', join(work, 'after'), '--json']);
    expect(run.exit).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ exit: 0, demo: 'after', signedBy: null });
  });

  it('refuses before it reads, and leaves nothing', async () => {
    const target = join(work, 'refused');
    const run = await runCommand(AuditRun, ['--demo', 'after', '--control', 'nothing-like-it', '--out', target]);
    expect(run.exit).toBe(2);
    expect(run.stderr).toContain('PREPAY_UNKNOWN_CONTROL: ');
    expect(existsSync(target)).toBe(false);
  });

  it('says under --json what was refused', async () => {
    const run = await runCommand(AuditRun, ['--format', 'oscal', '--json']);
    expect(run.exit).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({ error: { code: 'PREPAY_NOT_BUILT' } });
  });

  it('refuses a region that the demo platform lacks, as usage', async () => {
    const target = join(work, 'elsewhere');
    const run = await runCommand(AuditRun, ['--demo', 'after', '--region', 'us-east-1', '--out', target]);
    expect(run.exit).toBe(2);
    expect(run.stderr).toContain('PREPAY_UNKNOWN_REGION: ');
    expect(existsSync(target)).toBe(false);
  });
});

describe('the pack commands', () => {
  it('verify, with the right key, the wrong key, and none', async () => {
    const right = await runCommand(PackVerify, [pack, '--key', `${key}.pub`]);
    expect(right.exit, right.stdout).toBe(0);
    expect(right.stdout).toContain('VERIFIED');
    await runCommand(KeysGenerate, [join(work, 'other.key')]);
    expect(await runCommand(PackVerify, [pack, '--key', join(work, 'other.key.pub')])).toMatchObject({ exit: 1 });
    expect((await runCommand(PackVerify, [pack])).stdout).toContain('NOT VERIFIED');
    const document = await runCommand(PackVerify, [pack, '--key', `${key}.pub`, '--json']);
    expect(JSON.parse(document.stdout)).toMatchObject({ exit: 0 });
  });

  it('show, export and report build', async () => {
    expect((await runCommand(PackShow, [pack])).stdout).toContain('sg-');
    const zip = join(work, 'pack.zip');
    expect((await runCommand(PackExport, [pack, zip])).stdout).toContain('sha256');
    expect(await runCommand(PackExport, [pack, zip])).toMatchObject({ exit: 2 });
    const built = await runCommand(ReportBuild, [pack, '--format', 'html,json,csv']);
    expect(built.exit, built.stderr).toBe(0);
    expect(readdirSync(`${pack}-reports`).sort()).toEqual(['findings.csv', 'findings.json', 'report.html']);
    expect(readFileSync(join(`${pack}-reports`, 'report.html'), 'utf8')).toBe(
      readFileSync(join(pack, 'reports', 'report.html'), 'utf8'),
    );
    expect(await runCommand(ReportBuild, [pack])).toMatchObject({ exit: 2 });
  });
});

describe('keys', () => {
  it('have one fingerprint, from either half', async () => {
    const [fromPublic, fromPrivate] = [
      await runCommand(KeysFingerprint, [`${key}.pub`]),
      await runCommand(KeysFingerprint, [key]),
    ];
    expect(fromPublic.stdout).toMatch(/^SHA256:/);
    expect(fromPrivate.stdout).toBe(fromPublic.stdout);
  });

  it('are refused where there is no file, and where it is no key', async () => {
    writeFileSync(join(work, 'text'), 'hello');
    expect((await runCommand(KeysFingerprint, [join(work, 'missing')])).stderr).toContain('PREPAY_KEY_INVALID');
    expect((await runCommand(KeysFingerprint, [join(work, 'text')])).stderr).toContain('PREPAY_KEY_INVALID');
    expect((await runCommand(KeysGenerate, [key])).stderr).toContain('PREPAY_OUTPUT_EXISTS');
  });
});

describe('the controls commands', () => {
  it('list, narrowed to a framework or not', async () => {
    expect((await runCommand(ControlsList, [])).stdout).toContain('no-world-open-admin-ports');
    expect((await runCommand(ControlsList, ['--framework', 'iso-27001-2022'])).stdout).not.toContain(
      'parameters-not-loosened',
    );
    expect((await runCommand(ControlsList, ['--framework', 'nist'])).stderr).toContain('PREPAY_UNKNOWN_FRAMEWORK');
  });

  it('show one, or the nearest', async () => {
    expect((await runCommand(ControlsShow, ['no-world-open-admin-ports'])).stdout).toContain(
      'How a pass could be wrong',
    );
    expect((await runCommand(ControlsShow, ['no-card-data-in-evidence'])).stdout).toContain('none');
    expect((await runCommand(ControlsShow, ['no-card-data-in-evidense'])).stderr).toContain(
      'Did you mean no-card-data-in-evidence?',
    );
    expect((await runCommand(ControlsShow, ['zzzzzzzzzzzzzzzzzzzzzzzzz'])).stderr).toContain('controls list');
  });

  it('coverage has every clause, the superseded ones too', async () => {
    const { stdout } = await runCommand(ControlsCoverage, []);
    expect(stdout).toContain('superseded by 6.4.2');
    expect(stdout).toMatch(/\d+ of 257 clauses of pci-dss-4\.0\.1 have a control/);
  });

  it('lint finds nothing', async () => {
    expect(await runCommand(ControlsLint, [])).toMatchObject({ exit: 0 });
  });
});

it('permissions aws prints a policy', async () => {
  expect(JSON.parse((await runCommand(PermissionsAws, [])).stdout)).toMatchObject({ Version: '2012-10-17' });
});

it('demo shows both platforms, verified', async () => {
  const run = await runCommand(Demo, ['--out', join(work, 'demo')]);
  expect(run.exit, run.stderr).toBe(0);
  expect(run.stdout.match(/verified, every verdict\s+re-performed|verified, every/g)).toHaveLength(2);
});
