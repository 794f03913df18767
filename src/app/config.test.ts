import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PrepayError } from '../core/errors.js';
import { loadConfig, parseConfig, withoutConfig } from './config.js';

function refusal(text: string): { code: string; message: string } {
  try {
    parseConfig('prepay.yaml', text);
  } catch (error) {
    if (error instanceof PrepayError) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: 'none', message: '' };
}

describe('parseConfig', () => {
  it('takes the documented example', () => {
    const { config } = parseConfig(
      'prepay.yaml',
      `version: 1
entity: { name: PrePay, role: service-provider, assessment: roc, multiTenant: true }
scope:
  aws:
    - { account: "111122223333", regions: [eu-west-1] }
params:
  no-world-open-admin-ports: { adminPorts: [tcp/22] }
signing: { key: audit.key, required: true }
`,
    );
    expect(config.scope?.aws).toEqual([{ account: '111122223333', regions: ['eu-west-1'] }]);
    expect(config.params).toEqual({ 'no-world-open-admin-ports': { adminPorts: ['tcp/22'] } });
    expect(config.signing).toEqual({ key: 'audit.key', required: true });
  });

  it('audits all regions where none is named', () => {
    const { config } = parseConfig('prepay.yaml', 'version: 1\nscope: { aws: [{ account: "111122223333" }] }\n');
    expect(config.scope?.aws?.[0]?.regions).toBe('all');
  });

  it.each([
    { name: 'empty', text: '', says: 'prepay.yaml is empty' },
    { name: 'a comment only', text: '# nothing\n', says: 'prepay.yaml is empty' },
    { name: 'not YAML', text: 'version: 1\nscope: [\n', says: 'prepay.yaml:3 is not YAML' },
    { name: 'a doubled key', text: 'version: 1\nversion: 1\n', says: 'prepay.yaml:2 is not YAML' },
  ])('calls a file unreadable that is $name', ({ text, says }) => {
    const { code, message } = refusal(text);
    expect(code).toBe('PREPAY_CONFIG_UNREADABLE');
    expect(message).toContain(says);
  });

  it.each([
    { name: 'a list', text: '- 1\n', says: 'prepay.yaml:1 the file: expected object' },
    { name: 'a bare word', text: 'hello\n', says: 'prepay.yaml:1' },
    { name: 'another version', text: 'version: 2\n', says: 'prepay.yaml:1 "version": expected 1' },
    {
      name: 'a misspelt key',
      text: 'version: 1\nsigining: {}\n',
      says: 'prepay.yaml:2 unknown key "sigining"; did you mean "signing"?',
    },
    {
      name: 'a misspelt key deeper down',
      text: 'version: 1\nscope:\n  aws:\n    - account: "111122223333"\n      region: all\n',
      says: 'prepay.yaml:5 unknown key "scope.aws.0.region"; did you mean "regions"?',
    },
    {
      name: 'a key like no other',
      text: 'version: 1\nzzzzzzzzzzzz: 1\n',
      says: 'prepay.yaml:2 unknown key "zzzzzzzzzzzz"',
    },
    {
      name: 'an account that YAML took for a number',
      text: 'version: 1\nscope:\n  aws:\n    - account: 111122223333\n',
      says: 'prepay.yaml:4 "scope.aws.0.account": expected string',
    },
    {
      name: 'a region of the wrong shape',
      text: 'version: 1\nscope:\n  aws:\n    - { account: "111122223333", regions: [mars] }\n',
      says: 'prepay.yaml:4 "scope.aws.0.regions',
    },
    {
      name: 'a bare value where a list is meant',
      text: 'version: 1\nparams:\n  x:\n    adminPorts: tcp/22\n',
      says: 'prepay.yaml:4 "params.x.adminPorts": expected a whole number, or a list such as [tcp/22]',
    },
    {
      name: 'a bare region',
      text: 'version: 1\nscope:\n  aws:\n    - { account: "111122223333", regions: eu-west-1 }\n',
      says: '"scope.aws.0.regions": expected all, or a list such as [eu-west-1]',
    },
    {
      name: 'two accounts',
      text: 'version: 1\nscope:\n  aws:\n    - { account: "111122223333" }\n    - { account: "444455556666" }\n',
      says: 'exactly one account',
    },
  ])('names the line of $name', ({ text, says }) => {
    const { code, message } = refusal(text);
    expect(message).toContain(says);
    expect(code).toBe('PREPAY_CONFIG_INVALID');
  });

  it('names every mistake, by line', () => {
    const { message } = refusal('version: 2\nsigning: { required: maybe }\nbogus: 1\n');
    expect(message.split('\n').map((line) => line.slice(0, 13))).toEqual([
      'prepay.yaml:1',
      'prepay.yaml:2',
      'prepay.yaml:3',
    ]);
  });

  it.each([
    { key: 'scope.kubernetes', text: 'version: 1\nscope:\n  kubernetes: [{ context: prod }]\n' },
    { key: 'scope.aws.0.roleArn', text: 'version: 1\nscope:\n  aws: [{ account: "111122223333", roleArn: x }]\n' },
    { key: 'exceptions', text: 'version: 1\n\nexceptions: [a.yaml]\n' },
  ])('refuses $key, which this version lacks, in words of its own', ({ key, text }) => {
    const { code, message } = refusal(text);
    expect(code).toBe('PREPAY_NOT_BUILT');
    expect(message).toBe(`prepay.yaml:3 sets "${key}", which this version does not have`);
  });

  it('refuses a card number, in the text and in the name, without repeating it', () => {
    const inText = refusal('version: 1\nentity:\n  name: 4111 1111 1111 1111\n');
    expect(inText.code).toBe('PREPAY_CONFIG_INVALID');
    expect(inText.message).toContain('line 3');
    expect(inText.message).not.toContain('4111');
    expect(() => parseConfig('4111111111111111.yaml', 'version: 1\n')).toThrow('the name of the configuration file');
  });

  it('refuses a file that explodes through aliases', () => {
    const bomb = [
      'a: &a [1,1,1,1,1,1,1,1,1]',
      ...'bcdefghi'.split('').map(
        (letter, index) =>
          `${letter}: &${letter} [${Array(9)
            .fill(`*${'abcdefgh'.charAt(index)}`)
            .join(',')}]`,
      ),
    ].join('\n');
    expect(refusal(bomb).code).toBe('PREPAY_CONFIG_UNREADABLE');
  });
});

describe('loadConfig', () => {
  it('says which file cannot be read and why', async () => {
    await expect(loadConfig('/nowhere/prepay.yaml')).rejects.toThrow('/nowhere/prepay.yaml cannot be read (ENOENT)');
  });

  it.each([
    { name: 'in UTF-16', bytes: Buffer.from('\ufeffversion: 1\n', 'utf16le'), says: 'is not UTF-8 text' },
    { name: 'in UTF-16 without a mark', bytes: Buffer.from('version: 1\n', 'utf16le'), says: 'is not UTF-8 text' },
    { name: 'binary', bytes: Buffer.from([0x7f, 0x45, 0xff]), says: 'is not UTF-8 text' },
    { name: 'too large', bytes: Buffer.alloc(1024 * 1024 + 1, '#'), says: 'expected at most 1048576' },
  ])('refuses a file that is $name', async ({ bytes, says }) => {
    const path = join(mkdtempSync(join(tmpdir(), 'prepay-config-')), 'p.yaml');
    writeFileSync(path, bytes);
    await expect(loadConfig(path)).rejects.toMatchObject({ code: 'PREPAY_CONFIG_UNREADABLE' });
    await expect(loadConfig(path)).rejects.toThrow(says);
  });

  it('refuses what is no regular file', async () => {
    await expect(loadConfig(tmpdir())).rejects.toThrow('is not a regular file');
  });

  it('reads a file', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'prepay-config-')), 'p.yaml');
    writeFileSync(path, 'version: 1\n');
    await expect(loadConfig(path)).resolves.toMatchObject({ path, config: { version: 1 } });
  });
});

describe('withoutConfig', () => {
  it('is a configuration with nothing in it but defaults', () => {
    expect(withoutConfig()).toMatchObject({ path: null, config: { version: 1, params: {} } });
    expect(withoutConfig().lineOf(['version'])).toBe(1);
  });
});
