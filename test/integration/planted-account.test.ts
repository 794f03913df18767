import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Canned, startCanned } from './peers/aws/canned.js';
import { type Moto, startMoto } from './peers/aws/moto.js';
import { loosenedConfiguration, plantAccount } from './planted/account.js';
import { byKey, foundOf, keyOf } from './planted/compare.js';
import { cards, type Planted } from './planted/plant.js';
import { runAudit } from './planted/run-audit.js';
import { plantedTable, type Section } from './planted/table.js';
import { wireAnswers, wireConfiguration, wirePlanted } from './planted/wire.js';

const page = join(import.meta.dirname, '../../docs/planted-account.md');

let moto: Moto;
let canned: Canned;
let account: Section;
let wire: Section;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  [moto, canned] = await Promise.all([startMoto(), startCanned(wireAnswers)]);
  const planted = await plantAccount(moto.url);
  const audited = await runAudit(moto.url, { configuration: loosenedConfiguration });
  account = { title: 'In the account', planted, findings: audited.findings };
  const overWire = await runAudit(canned.url, { configuration: wireConfiguration });
  wire = {
    title: 'Answered as documented',
    planted: wirePlanted,
    // What the program's own controls say of these few reads is no plant.
    findings: overWire.findings.filter(({ resource }) => resource.scope.source === 'aws' && resource.kind !== 'read'),
  };
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await Promise.all([moto.stop(), canned.stop()]);
});

describe('the planted account', () => {
  it.each([
    ['on the server', () => account],
    ['over the wire', () => wire],
  ])('%s: every fault is found, and nothing else is', (_, sectionOf) => {
    const { planted, findings } = sectionOf();
    const found = byKey(findings);
    const known = new Map(planted.map((one) => [keyOf(one), one]));
    expect(known.size).toBe(planted.length);
    const told = (one: Planted, outcome: string) => `${outcome} ${keyOf(one)} ${one.name ?? 'around'}: ${one.built}`;
    expect(planted.map((one) => told(one, foundOf(one, found)))).toEqual(planted.map((one) => told(one, one.expected)));
    expect([...found.keys()].filter((key) => !known.has(key))).toEqual([]);
  });

  it('holds a faulty and a clean case for every control', () => {
    const rows = account.planted.filter(({ name }) => name !== null);
    for (const control of new Set(rows.map((one) => one.control))) {
      const expected = new Set(rows.filter((one) => one.control === control).map((one) => one.expected));
      expect([...expected], control).toEqual(expect.arrayContaining(['fail', 'pass']));
    }
    expect(rows.filter(({ control }) => control === cards).length).toBeGreaterThan(4);
  });

  it('is told in docs/planted-account.md', () => {
    const fresh = plantedTable([account, wire]);
    if (process.env['PREPAY_UPDATE'] === '1') writeFileSync(page, fresh);
    expect(readFileSync(page, 'utf8')).toBe(fresh);
  });
});
