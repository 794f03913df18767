import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { containing } from '../../test/helpers/spoilt-pack.js';
import { parseConfig } from './config.js';
import { init } from './init.js';
import type { Ask } from './init-ask.js';
import { initText } from './init-summary.js';
import { configSchemaId, configText, type InitAnswers } from './init-text.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'prepay-init-'));
const nobody = () => Promise.resolve(null);
const auditor = { account: '111122223333', partition: 'aws', arn: 'arn:aws:iam::111122223333:user/auditor' };

/** Answers each question by a part of its message; the rest by their defaults. Refused answers are noted. */
function answering(
  answers: Readonly<Record<string, string | readonly string[]>>,
): Ask & { readonly refused: string[] } {
  const left = new Map(Object.entries(answers).map(([part, said]) => [part, [said].flat()]));
  const refused: string[] = [];
  const next = (message: string): string | undefined => [...left].find(([part]) => message.includes(part))?.[1].shift();
  return {
    refused,
    text({ message, fallback, problem }) {
      for (;;) {
        const said = next(message) ?? fallback;
        const wrong = problem(said);
        if (wrong === null) return Promise.resolve(said);
        refused.push(wrong);
      }
    },
    choice({ message, fallback, choices }) {
      const said = next(message);
      const chosen = choices.find(({ value }) => value === said);
      if (said !== undefined && chosen === undefined) throw new Error(`${said} is not offered`);
      return Promise.resolve(chosen?.value ?? fallback);
    },
  };
}

describe('init', () => {
  it('takes the defaults: the folder as entity, the account of the credentials, all regions, no key', async () => {
    const path = join(folder(), 'prepay.yaml');
    const { config } = await init({ path, force: false, ask: null, identity: () => Promise.resolve(auditor) });
    expect(config).toMatchObject({
      version: 1,
      entity: { role: 'service-provider', assessment: 'roc', multiTenant: true },
      scope: { aws: [{ account: '111122223333', regions: 'all' }] },
    });
    expect(config.entity?.name).toBe(basename(join(path, '..')));
    expect(config.signing).toBeUndefined();
    const text = readFileSync(path, 'utf8');
    expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=https://prepay.example/schemas/config.json');
    expect(text).toContain('account: "111122223333"');
    expect(parseConfig(path, text).config).toEqual(config);
  });

  it('names no account where there are no credentials', async () => {
    const path = join(folder(), 'prepay.yaml');
    const { config } = await init({ path, force: false, ask: null, identity: nobody });
    expect(config.scope).toBeUndefined();
  });

  it('writes what was answered, and asks again what the configuration would refuse', async () => {
    const path = join(folder(), 'prepay.yaml');
    const ask = answering({
      'Name of the entity': ['  ', 'Wallets & Co: "PrePay"'],
      'What it is': 'merchant',
      'How it is assessed': 'saq',
      'AWS account': 'named',
      'Account id': ['1234', '444455556666'],
      'Regions to audit': 'list',
      'with commas': ['moon', 'eu-west-1, eu-central-1,eu-west-1'],
      'Sign the packs': 'yes',
      'Path of the key': ['', 'keys/audit.key'],
    });
    const { config } = await init({ path, force: false, ask, identity: () => Promise.resolve(auditor) });
    expect(ask.refused).toHaveLength(4);
    expect(config).toMatchObject({
      entity: { name: 'Wallets & Co: "PrePay"', role: 'merchant', assessment: 'saq', multiTenant: false },
      scope: { aws: [{ account: '444455556666', regions: ['eu-west-1', 'eu-central-1'] }] },
      signing: { key: 'keys/audit.key', required: true },
    });
    expect(readFileSync(path, 'utf8')).toContain('regions: [eu-west-1, eu-central-1]');
  });

  it.each([
    { chosen: 'found', account: '111122223333' },
    { chosen: 'any', account: undefined },
  ])('takes the account of the credentials, or none: $chosen', async ({ chosen, account }) => {
    const path = join(folder(), 'prepay.yaml');
    const ask = answering({ 'AWS account': chosen });
    const { config } = await init({ path, force: false, ask, identity: () => Promise.resolve(auditor) });
    expect(config.scope?.aws?.[0]?.account).toBe(account);
  });

  it('does not offer an account that nobody has', async () => {
    const path = join(folder(), 'prepay.yaml');
    const asked = init({ path, force: false, ask: answering({ 'AWS account': 'found' }), identity: nobody });
    await expect(asked).rejects.toThrow('found is not offered');
  });

  it('refuses an existing file before it asks anything, and names --force', async () => {
    const path = join(folder(), 'prepay.yaml');
    writeFileSync(path, 'mine');
    const ask: Ask = {
      text: () => Promise.reject(new Error('asked')),
      choice: () => Promise.reject(new Error('asked')),
    };
    await expect(init({ path, force: false, ask, identity: nobody })).rejects.toMatchObject({
      code: 'PREPAY_OUTPUT_EXISTS',
      message: `${path} is already there`,
      next: containing('--force'),
    });
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  it('writes over a file with --force, whole, and leaves nothing beside it', async () => {
    const cwd = folder();
    const path = join(cwd, 'prepay.yaml');
    writeFileSync(path, 'mine');
    await init({ path, force: true, ask: null, identity: nobody });
    expect(parse(readFileSync(path, 'utf8'))).toMatchObject({ version: 1 });
    expect(readdirSync(cwd)).toEqual(['prepay.yaml']);
  });

  it.each(['folder', 'pipe', 'link'])('never writes over a %s', async (what) => {
    const path = join(folder(), 'prepay.yaml');
    if (what === 'folder') mkdirSync(path);
    else if (what === 'pipe') execFileSync('mkfifo', [path]);
    else symlinkSync('nowhere', path);
    await expect(init({ path, force: true, ask: null, identity: nobody })).rejects.toMatchObject({
      code: 'PREPAY_OUTPUT_EXISTS',
      message: `${path} is already there, and no regular file`,
    });
  });

  it.each(['ExitPromptError', 'AbortPromptError'])('ends with 130 and writes nothing after %s', async (name) => {
    const cwd = folder();
    const broken = Object.assign(new Error('User force closed the prompt with SIGINT'), { name });
    const ask: Ask = { text: () => Promise.reject(broken), choice: () => Promise.reject(broken) };
    const asked = init({ path: join(cwd, 'prepay.yaml'), force: false, ask, identity: nobody });
    await expect(asked).rejects.toMatchObject({ code: 'PREPAY_INTERRUPTED', exit: 130 });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('lets a mistake of ours through as it is', async () => {
    const ask: Ask = {
      text: () => Promise.reject(new TypeError('x')),
      choice: () => Promise.reject(new TypeError('x')),
    };
    const asked = init({ path: join(folder(), 'a.yaml'), force: false, ask, identity: nobody });
    await expect(asked).rejects.toThrow(TypeError);
  });

  it('writes no card number, which a run would refuse', async () => {
    const cwd = folder();
    const ask = answering({ 'Name of the entity': '4111 1111 1111 1111' });
    const asked = init({ path: join(cwd, 'prepay.yaml'), force: false, ask, identity: nobody });
    await expect(asked).rejects.toMatchObject({ code: 'PREPAY_CONFIG_INVALID' });
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe('init of GitHub and gates', () => {
  const inRepository = (url: string): string => {
    const cwd = folder();
    mkdirSync(join(cwd, '.git'));
    writeFileSync(join(cwd, '.git/config'), `[core]\n\tbare = false\n[remote "origin"]\n\turl = ${url}\n\tfetch = x\n`);
    return join(cwd, 'prepay.yaml');
  };
  const taken = async (path: string, environment: Record<string, string> = {}) =>
    (await init({ path, force: false, ask: null, identity: nobody, environment })).config;

  it.each([
    'git@github.com:prepay/wallet.git',
    'https://github.com/prepay/wallet',
    'ssh://git@github.com/prepay/wallet.git',
  ])('takes the owner of %s with a token at hand, and none without', async (url) => {
    const token = { GH_TOKEN: 't' };
    expect((await taken(inRepository(url), token)).scope).toEqual({ github: [{ org: 'prepay', repositories: ['*'] }] });
    expect((await taken(inRepository(url))).scope).toBeUndefined();
  });

  it.each(['https://gitlab.com/prepay/wallet.git', 'https://github.com/-odd-/wallet', '/srv/git/wallet.git'])(
    'takes nothing of %s',
    async (url) => {
      expect((await taken(inRepository(url), { GITHUB_TOKEN: 't' })).scope).toBeUndefined();
    },
  );

  it('takes the owner that GitHub Actions names, and the folder of artefacts that is there', async () => {
    const path = inRepository('https://github.com/fork/wallet');
    mkdirSync(join(path, '../artefacts'));
    const config = await taken(path, { GITHUB_TOKEN: 't', GITHUB_REPOSITORY: 'prepay/wallet' });
    expect(config.scope?.github?.map(({ org }) => org)).toEqual(['prepay']);
    expect(config.gates).toEqual({ dir: 'artefacts', maxAgeHours: 24 });
    const text = initText({ path, config }, 300);
    expect(text).toContain('It audits prepay on GitHub.');
    expect(text).toContain('the artefacts of the build in artefacts');
    expect(readFileSync(path, 'utf8')).toContain('# No AWS account is named.');
  });

  it('does not take a file for a folder of artefacts', async () => {
    const path = join(folder(), 'prepay.yaml');
    writeFileSync(join(path, '../artefacts'), '');
    expect((await taken(path)).gates).toBeUndefined();
  });

  it('writes what was answered, and asks again what the configuration would refuse', async () => {
    const path = inRepository('https://github.com/fork/wallet');
    const ask = answering({
      'GitHub organizations': 'named',
      'Organizations, apart': ['https://github.com/prepay', '', 'prepay, prepay-labs,prepay'],
      'Artefacts of the build': 'yes',
      'Folder of artefacts': [' ', 'reports'],
      'Gates that must': ['coverage lint magic', 'coverage, npm-audit'],
    });
    const { config } = await init({ path, force: false, ask, identity: () => Promise.resolve(auditor) });
    expect(ask.refused).toHaveLength(4);
    expect(config.scope?.aws).toHaveLength(1);
    expect(config.scope?.github?.map(({ org }) => org)).toEqual(['prepay', 'prepay-labs']);
    expect(config.gates).toEqual({ dir: 'reports', expect: ['coverage', 'npm-audit'], maxAgeHours: 24 });
    expect(initText({ path, config }, 300)).toContain('It audits prepay, prepay-labs on GitHub.');
  });

  it('takes the owner that is found where that is the answer, and none where none is', async () => {
    const found = answering({ 'GitHub organizations': 'found' });
    const path = inRepository('https://github.com/prepay/wallet');
    expect((await init({ path, force: false, ask: found, identity: nobody })).config.scope?.github).toHaveLength(1);
    const none = answering({ 'GitHub organizations': 'none' });
    expect((await init({ path, force: true, ask: none, identity: nobody })).config.scope).toBeUndefined();
  });

  it('does not offer an owner that nobody knows', async () => {
    const ask = answering({ 'GitHub organizations': 'found' });
    const asked = init({ path: join(folder(), 'prepay.yaml'), force: false, ask, identity: nobody });
    await expect(asked).rejects.toThrow('found is not offered');
  });
});

describe('the hints of a written configuration', () => {
  it('are accepted once their marks are taken away', () => {
    const answers: InitAnswers = {
      entity: 'PrePay',
      role: 'service-provider',
      assessment: 'roc',
      account: null,
      regions: 'all',
      organizations: [],
      gates: null,
      key: null,
    };
    const text = configText(answers).replaceAll(/^# (?=(scope|gates|signing|cde|approved):| {2})/gm, '');
    expect(parseConfig('prepay.yaml', text).config).toMatchObject({
      scope: { aws: [{ account: '111122223333', regions: 'all' }] },
      gates: { dir: 'artefacts' },
      signing: { key: 'audit.key', required: true },
      cde: { aws: { tags: { 'pci-scope': 'cde' } } },
      approved: { ports: [{ protocol: 'tcp', ports: '443' }] },
    });
  });

  it('name the schema as it is published', () => {
    const published: unknown = JSON.parse(
      readFileSync(resolve(import.meta.dirname, '../../schemas/config.schema.json'), 'utf8'),
    );
    expect(published).toMatchObject({ $id: configSchemaId });
  });
});
