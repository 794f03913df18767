import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateKeys } from '../pack/signer.js';
import { nodeCheck, outputCheck, signingCheck } from './doctor-checks.js';
import { laterSources } from './doctor-sources.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'prepay-checks-'));

describe('nodeCheck', () => {
  it.each([
    { version: 'v18.20.0', state: 'problem' },
    { version: 'v20.18.9', state: 'problem' },
    { version: 'v20.19.0', state: 'warning' },
    { version: 'v22.0.0', state: 'ok' },
    { version: 'v24.1.0', state: 'ok' },
  ])('calls $version $state', ({ version, state }) => {
    expect(nodeCheck(version)).toMatchObject({ check: 'node', state });
  });

  it('dates the end of Node 20', () => {
    expect(nodeCheck('v20.19.0').text).toContain('January 2027');
  });
});

describe('outputCheck', () => {
  it('takes a folder, and one that could be made, without making it', async () => {
    const out = folder();
    expect(await outputCheck(out)).toMatchObject({ state: 'ok', text: `${out} can be written` });
    const deep = join(out, 'a', 'b');
    expect(await outputCheck(deep)).toMatchObject({ state: 'ok', text: `${deep} can be made` });
    expect(existsSync(join(out, 'a'))).toBe(false);
  });

  it('refuses a file in the way', async () => {
    const out = join(folder(), 'evidence');
    writeFileSync(out, 'mine');
    expect(await outputCheck(join(out, 'deeper'))).toMatchObject({ state: 'problem' });
    expect((await outputCheck(out)).text).toContain('is no folder');
  });

  it('refuses a folder that may not be written', async (context) => {
    // Root may write everywhere.
    context.skip(process.getuid?.() === 0, 'SKIPPED: root may write everywhere');
    const out = folder();
    chmodSync(out, 0o500);
    expect(await outputCheck(out)).toMatchObject({ state: 'problem', text: `${out} cannot be written` });
  });
});

describe('signingCheck', () => {
  it('shows the fingerprint of the key', async () => {
    const path = join(folder(), 'audit.key');
    const { fingerprint } = await generateKeys(path, 'p256');
    expect(await signingCheck({ kind: 'file', path: path })).toEqual({
      check: 'signing',
      state: 'ok',
      text: fingerprint,
    });
  });

  it('warns where there is none', async () => {
    expect(await signingCheck(null)).toMatchObject({ state: 'warning' });
  });

  it.each(['missing', 'pipe', 'folder'])('calls a key that is %s a problem', async (what) => {
    const path = join(folder(), what);
    if (what === 'pipe') execFileSync('mkfifo', [path]);
    if (what === 'folder') mkdirSync(path);
    expect(await signingCheck({ kind: 'file', path: path })).toMatchObject({ state: 'problem' });
  });
});

describe('laterSources', () => {
  it('says what would name a source, and what is set, but never its value', () => {
    const told = laterSources({ DATABASE_URL: 'postgres://secret', KUBECONFIG: '' });
    expect(told.map(({ source, state }) => [source, state])).toEqual(
      ['kubernetes', 'wallet'].map((source) => [source, 'not-built']),
    );
    const text = JSON.stringify(told);
    expect(text).toContain('DATABASE_URL is set and left aside');
    expect(text).toContain('KUBECONFIG would name it');
    expect(text).not.toContain('postgres');
  });

  it('says of a source that is not in scope what would bring it there', () => {
    expect(laterSources({}, ['gates']).map(({ source, state }) => [source, state])).toEqual([
      ['aws', 'not-in-scope'],
      ['github', 'not-in-scope'],
      ['kubernetes', 'not-built'],
      ['wallet', 'not-built'],
    ]);
    expect(laterSources({}, ['gates'])[1]?.text).toContain('--org');
  });
});
