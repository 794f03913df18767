import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepay, temporary } from './cli.js';

describe('prepay, used wrongly', () => {
  it.each([
    { name: 'an unknown flag', args: ['audit', 'run', '--fail-onn', 'low'], code: 'PREPAY_USAGE', says: '--fail-on' },
    {
      name: 'a flag of a later version',
      args: ['audit', 'run', '--resume'],
      code: 'PREPAY_NOT_BUILT',
      says: '--resume',
    },
    {
      name: 'a value that a flag does not take',
      args: ['audit', 'run', '--fail-on', 'maybe'],
      code: 'PREPAY_USAGE',
      says: 'critical',
    },
    {
      name: 'an unknown control',
      args: ['audit', 'run', '--control', 'no-world-open-admin-port'],
      code: 'PREPAY_UNKNOWN_CONTROL',
      says: 'no-world-open-admin-ports',
    },
    {
      name: 'an unknown framework',
      args: ['audit', 'run', '--framework', 'pci-dss-4'],
      code: 'PREPAY_UNKNOWN_FRAMEWORK',
      says: 'pci-dss-4.0.1',
    },
    {
      name: 'an unknown region',
      args: ['audit', 'run', '--region', 'moon'],
      code: 'PREPAY_UNKNOWN_REGION',
      says: 'eu-west-1',
    },
    {
      name: 'an unknown format',
      args: ['audit', 'run', '--format', 'docx'],
      code: 'PREPAY_UNKNOWN_FORMAT',
      says: 'html',
    },
    {
      name: 'a format of a later version',
      args: ['audit', 'run', '--format', 'pdf'],
      code: 'PREPAY_NOT_BUILT',
      says: 'html',
    },
    {
      name: 'a source of a later version',
      args: ['audit', 'run', '--source', 'github'],
      code: 'PREPAY_NOT_BUILT',
      says: 'aws',
    },
    {
      name: 'an output without a file',
      args: ['audit', 'run', '--output', 'csv'],
      code: 'PREPAY_USAGE',
      says: 'FORMAT=FILE',
    },
    {
      name: 'no configuration there',
      args: ['audit', 'run', '--config', 'missing.yaml'],
      code: 'PREPAY_CONFIG_UNREADABLE',
      says: 'missing.yaml',
    },
    {
      name: 'a key that is not there',
      args: ['audit', 'run', '--sign', 'missing.key'],
      code: 'PREPAY_KEY_INVALID',
      says: 'missing.key',
    },
    { name: 'an unknown command', args: ['audit', 'rnu'], code: 'PREPAY_USAGE', says: 'no such command' },
    {
      name: 'a pack that is not there',
      args: ['pack', 'show', 'nowhere'],
      code: 'PREPAY_PACK_NOT_FOUND',
      says: 'nowhere',
    },
    {
      name: 'an unknown control to show',
      args: ['controls', 'show', 'no-world-open-admin-port'],
      code: 'PREPAY_UNKNOWN_CONTROL',
      says: 'no-world-open-admin-ports',
    },
  ])('answers $name with $code, exit 2 and the next step', async ({ args, code, says }) => {
    const ended = await prepay(args);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(new RegExp(`^(?: ›.*\\n)*${code}: `));
    expect(ended.stderr).toContain(says);
  });

  it('keeps exit code and form under --json, and repeats no value', async () => {
    const ended = await prepay(['audit', 'run', '--json', '--fail-on', 'hunter2']);
    expect(ended.code).toBe(2);
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'PREPAY_USAGE', exit: 2 } });
    expect(ended.stdout + ended.stderr).not.toContain('hunter2');
  });

  it.each([
    { name: 'empty', text: '', code: 'PREPAY_CONFIG_UNREADABLE', says: 'is empty' },
    { name: 'not YAML', text: 'version: [', code: 'PREPAY_CONFIG_UNREADABLE', says: 'prepay.yaml:1' },
    {
      name: 'wrongly typed',
      text: 'version: 1\nscope:\n  aws: yes\n',
      code: 'PREPAY_CONFIG_INVALID',
      says: 'prepay.yaml:3',
    },
    { name: 'misspelt', text: 'version: 1\nscpoe: {}\n', code: 'PREPAY_CONFIG_INVALID', says: 'did you mean "scope"?' },
    {
      name: 'of a later version',
      text: 'version: 1\nexceptions: [x.yaml]\n',
      code: 'PREPAY_NOT_BUILT',
      says: 'prepay.yaml:2',
    },
  ])('answers a configuration that is $name', async ({ text, code, says }) => {
    const cwd = temporary();
    writeFileSync(join(cwd, 'prepay.yaml'), text);
    const ended = await prepay(['audit', 'run'], { cwd });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(`${code}: `);
    expect(ended.stderr).toContain(says);
  });

  it('says so when there are no credentials at all, and leaves no pack', async () => {
    const cwd = temporary();
    const ended = await prepay(['audit', 'run', '--out', 'evidence'], { cwd });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('PREPAY_NO_CREDENTIALS: ');
    expect(readdirSync(join(cwd, 'evidence'))).toEqual([]);
  });

  it('says so when the profile does not exist', async () => {
    const ended = await prepay(['audit', 'run', '--aws-profile', 'nobody']);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('PREPAY_NO_CREDENTIALS: ');
    expect(ended.stderr).toContain('nobody');
  });

  it('does not write over a report', async () => {
    const cwd = temporary();
    writeFileSync(join(cwd, 'findings.csv'), 'mine');
    const ended = await prepay(['audit', 'run', '--demo', 'after', '--output', 'csv=findings.csv'], { cwd });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('PREPAY_OUTPUT_EXISTS: findings.csv');
  });

  it('does not take a file for its output folder', async () => {
    const cwd = temporary();
    writeFileSync(join(cwd, 'evidence'), 'mine');
    expect(await prepay(['audit', 'run', '--demo', 'after'], { cwd })).toMatchObject({ code: 2 });
  });

  it('says which folder another user may not write', async (context) => {
    const other = 65534;
    // Only root can become another user, and that user has to be able to read this checkout.
    const isPossible =
      process.getuid?.() === 0 &&
      (await prepay(['--version'], { cwd: '/', uid: other }).then(
        ({ code }) => code === 0,
        () => false,
      ));
    if (!isPossible)
      process.stderr.write('SKIPPED: no other user can run this checkout, so its refusal is not tried\n');
    context.skip(!isPossible);
    const cwd = temporary();
    mkdirSync(join(cwd, 'evidence'), { mode: 0o755 });
    const ended = await prepay(['audit', 'run', '--demo', 'after', '--out', join(cwd, 'evidence')], {
      cwd: '/',
      uid: other,
    });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('PREPAY_OUTPUT_NOT_WRITABLE: ');
  });
});
