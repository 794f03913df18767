import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loosenedConfiguration, plantAccount } from './planted/account.js';
import { byKey, foundOf, keyOf } from './planted/compare.js';
import type { Planted } from './planted/plant.js';
import { type Audited, runAudit } from './planted/run-audit.js';
import { type Moto, startMoto } from './peers/aws/moto.js';

let moto: Moto;
let planted: readonly Planted[];
let audited: Audited;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  moto = await startMoto();
  const t = Date.now();
  planted = await plantAccount(moto.url);
  console.log('planted', Date.now() - t);
  const t2 = Date.now();
  audited = await runAudit(moto.url, { configuration: loosenedConfiguration });
  console.log('audited', Date.now() - t2, audited.findings.length);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await moto.stop();
});

describe('the planted account', () => {
  it('has no two plants of one verdict', () => {
    expect(new Set(planted.map(keyOf)).size).toBe(planted.length);
  });

  it('is found fault by fault, and nothing else is', () => {
    const found = byKey(audited.findings);
    const told = (key: string, outcome: string) => `${key}: ${outcome}`;
    const expected = planted.map((one) => told(keyOf(one), one.expected));
    const actual = planted.map((one) => told(keyOf(one), foundOf(one, found)));
    const keys = new Set(planted.map(keyOf));
    const more = [...found].filter(([key]) => !keys.has(key)).map(([key, [first]]) => told(key, first?.outcome ?? ''));
    for (const one of planted) if (foundOf(one, found) !== one.expected) console.log('DIFF', one.region, one.control, one.name, '|', one.built, '| exp', one.expected, 'got', foundOf(one, found), '|', (found.get(keyOf(one)) ?? [])[0]?.observed.slice(0, 300));
    for (const [key, [first]] of found) if (!keys.has(key)) console.log('MORE', key, first?.outcome, first?.observed);
    expect([...actual, ...more].sort()).toEqual(expected.sort());
  });
});
