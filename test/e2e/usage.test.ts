import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepay, temporary } from './cli.js';

describe('prepay, used wrongly', () => {
  it.each([
    { name: 'an unknown flag', args: ['audit', 'run', '--fail-onn', 'low'], code: 'PREPAY_USAGE', says: '--fail-on' },
    {
      name: 'a flag of a later version',
      args: ['audit', 'run', '--probe'],
      code: 'PREPAY_NOT_BUILT',
      says: '--probe',
    },
    {
      name: 'nothing to resume',
      args: ['audit', 'run', '--resume'],
      code: 'PREPAY_NOTHING_TO_RESUME',
      says: 'without --resume',
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
      args: ['audit', 'run', '--format', 'oscal'],
      code: 'PREPAY_NOT_BUILT',
      says: 'html',
    },
    {
      name: 'a source of a later version',
      args: ['audit', 'run', '--source', 'kubernetes'],
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
    {
      name: 'a concurrency of 0',
      args: ['audit', 'run', '--concurrency', '0'],
      code: 'PREPAY_USAGE',
      says: '--concurrency: expected an integer',
    },
    {
      name: 'a concurrency of -1',
      args: ['audit', 'run', '--concurrency', '-1'],
      code: 'PREPAY_USAGE',
      says: '--concurrency: expected an integer',
    },
    {
      name: 'a concurrency of 1000000000',
      args: ['audit', 'run', '--concurrency', '1000000000'],
      code: 'PREPAY_USAGE',
      says: '--concurrency: expected an integer',
    },
    {
      name: 'a concurrency of x',
      args: ['audit', 'run', '--concurrency', 'x'],
      code: 'PREPAY_USAGE',
      says: '--concurrency: expected an integer',
    },
    {
      name: 'a timeout of abc',
      args: ['audit', 'run', '--timeout', 'abc'],
      code: 'PREPAY_USAGE',
      says: '--timeout: expected an integer',
    },
    {
      name: 'a timeout of 0',
      args: ['audit', 'run', '--timeout', '0'],
      code: 'PREPAY_USAGE',
      says: '--timeout: expected an integer',
    },
    {
      name: 'a flag given twice',
      args: ['audit', 'run', '--demo', 'before', '--demo', 'after'],
      code: 'PREPAY_USAGE',
      says: '--demo can only be specified once',
    },
    {
      name: 'another flag given twice',
      args: ['audit', 'run', '--fail-on', 'high', '--fail-on', 'low'],
      code: 'PREPAY_USAGE',
      says: '--fail-on can only be specified once',
    },
    { name: 'help for no command', args: ['help', 'nope'], code: 'PREPAY_USAGE', says: 'no such command' },
    { name: 'a missing argument', args: ['keys', 'generate'], code: 'PREPAY_USAGE', says: 'missing argument FILE' },
    {
      name: 'one argument too many',
      args: ['keys', 'generate', 'a', 'b'],
      code: 'PREPAY_USAGE',
      says: '1 argument more',
    },
    {
      name: 'a shell that is none',
      args: ['completion', 'fsh'],
      code: 'PREPAY_USAGE',
      says: 'Expected SHELL to be one of: bash',
    },
    {
      name: 'an empty --control',
      args: ['audit', 'run', '--control', ''],
      code: 'PREPAY_USAGE',
      says: '--control: the value is empty',
    },
    {
      name: 'an empty --region',
      args: ['audit', 'run', '--region', ''],
      code: 'PREPAY_USAGE',
      says: '--region: the value is empty',
    },
    {
      name: 'an empty --format',
      args: ['audit', 'run', '--format', ''],
      code: 'PREPAY_USAGE',
      says: '--format: the value is empty',
    },
    {
      name: 'an empty --allow-incomplete',
      args: ['audit', 'run', '--allow-incomplete', ''],
      code: 'PREPAY_USAGE',
      says: '--allow-incomplete: the value is empty',
    },
    {
      name: 'an empty --out',
      args: ['audit', 'run', '--out', ''],
      code: 'PREPAY_USAGE',
      says: '--out: the value is empty',
    },
    {
      name: 'an empty argument',
      args: ['keys', 'generate', ''],
      code: 'PREPAY_USAGE',
      says: 'FILE: the value is empty',
    },
    {
      name: 'one output file twice',
      args: ['audit', 'run', '--demo', 'after', '--output', 'csv=g.csv', '--output', 'csv=./g.csv'],
      code: 'PREPAY_USAGE',
      says: 'another --output',
    },
    {
      name: 'standard output as an output',
      args: ['audit', 'run', '--demo', 'after', '--output', 'csv=-'],
      code: 'PREPAY_USAGE',
      says: 'not a file',
    },
    {
      name: 'a device as configuration',
      args: ['audit', 'run', '--config', '/dev/zero'],
      code: 'PREPAY_CONFIG_UNREADABLE',
      says: 'not a regular file',
    },
    { name: 'an unknown command', args: ['audit', 'rnu'], code: 'PREPAY_USAGE', says: "'prepay audit run'?" },
    { name: 'an unknown topic', args: ['auditt', 'run'], code: 'PREPAY_USAGE', says: "'prepay audit run'?" },
    { name: 'a flag before the command', args: ['--json=x', 'demo'], code: 'PREPAY_USAGE', says: 'flag stands before' },
    {
      name: 'a device as signing key',
      args: ['audit', 'run', '--demo', 'after', '--sign', '/dev/zero'],
      code: 'PREPAY_KEY_INVALID',
      says: 'got no regular file',
    },
    { name: 'questions without a terminal', args: ['init'], code: 'PREPAY_USAGE', says: '--yes' },
    {
      name: 'a source of a later version to doctor',
      args: ['doctor', '--source', 'kubernetes'],
      code: 'PREPAY_NOT_BUILT',
      says: 'aws',
    },
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
    expect(ended.stderr).toMatch(new RegExp(`^${code}: `));
    expect(ended.stderr).toContain(says);
  });

  it('names the nearest command under --json too, in one document', async () => {
    const ended = await prepay(['audit', 'rnu', '--json']);
    expect(ended).toMatchObject({ code: 2, stderr: '' });
    expect(JSON.parse(ended.stdout)).toMatchObject({
      error: { code: 'PREPAY_USAGE', message: "there is no such command: audit rnu. Did you mean 'prepay audit run'?" },
    });
  });

  it('does not open a pipe that is given as a key', async () => {
    const cwd = temporary();
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    for (const args of [
      ['audit', 'run', '--demo', 'after', '--sign', 'pipe'],
      ['pack', 'verify', '.', '--key', 'pipe'],
      ['keys', 'fingerprint', 'pipe'],
    ]) {
      const ended = await prepay(args, { cwd });
      expect(ended.code, args.join(' ')).toBe(2);
      expect(ended.stderr).toMatch(/^PREPAY_KEY_INVALID: pipe/);
    }
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

  it('does not wait for a pipe in the place of its configuration', async () => {
    const cwd = temporary();
    execFileSync('mkfifo', [join(cwd, 'fifo')]);
    const ended = await prepay(['audit', 'run', '--config', 'fifo'], { cwd });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('PREPAY_CONFIG_UNREADABLE: fifo is not a regular file');
  });

  it('says which half of a key pair it wants, and nothing in the words of OpenSSL', async () => {
    const cwd = temporary();
    expect(await prepay(['keys', 'generate', 'audit.key'], { cwd })).toMatchObject({ code: 0 });
    writeFileSync(join(cwd, 'README.md'), '# hello');
    const signed = await prepay(['audit', 'run', '--demo', 'after', '--sign', 'audit.key.pub'], { cwd });
    expect(signed.stderr).toContain('PREPAY_KEY_INVALID: audit.key.pub: expected a private key, got a public key');
    const verified = await prepay(['pack', 'verify', 'x', '--key', 'audit.key'], { cwd });
    expect(verified.stderr).toContain('Give the public half, audit.key.pub.');
    const odd = await prepay(['keys', 'fingerprint', 'README.md'], { cwd });
    expect(odd.stderr).toContain('got something else');
    expect(odd.stderr).not.toContain('error:');
    const none = await prepay(['audit', 'run', '--demo', 'after', '--sign', 'nokey'], { cwd });
    expect(none.stderr).toMatch(/^PREPAY_KEY_INVALID: nokey: expected a private key file, got no such file$/m);
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
