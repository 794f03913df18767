import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import type { Finding } from '../../src/core/finding.js';
import { plantNetwork } from './network/account.js';
import * as others from './network/compare.js';
import { network, type Planted as PlantedInNetwork } from './network/plant.js';
import * as networkWire from './network/wire.js';
import { wireAnswers as networkAnswers } from './network/wire-answers.js';
import { startCanned } from './peers/aws/canned.js';
import { startMoto } from './peers/aws/moto.js';
import { loosenedConfiguration, plantAccount } from './planted/account.js';
import { byKey, foundOf, keyOf } from './planted/compare.js';
import { cards, own, type Planted } from './planted/plant.js';
import { runAudit } from './planted/run-audit.js';
import { plantedTable, sectionOf } from './planted/table.js';
import { wireAnswers, wireConfiguration, wirePlanted } from './planted/wire.js';

// The account is one of networks: planted-web.test.ts plants what the other areas judge.
const areas = ['network', 'program'];
const page = join(import.meta.dirname, '../../docs/planted-account.md');

interface Compared<P> {
  readonly planted: readonly P[];
  readonly findings: readonly Finding[];
}

let account: Compared<Planted>;
let wire: Compared<Planted>;
let tidy: Compared<PlantedInNetwork>;
let tidyWire: Compared<PlantedInNetwork>;
let exits: readonly number[];
const servers: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  const [moto, second, canned, secondCanned] = await Promise.all([
    startMoto(),
    startMoto(),
    startCanned(wireAnswers),
    startCanned(networkAnswers),
  ]);
  servers.push(moto, second, canned, secondCanned);
  const [planted, plantedNetwork] = await Promise.all([plantAccount(moto.url), plantNetwork(second.url)]);

  const isOwn = ({ control }: Finding) => own.includes(control);
  const audited = await runAudit(moto.url, { configuration: loosenedConfiguration, areas });
  account = { planted, findings: audited.findings.filter(isOwn) };
  const overWire = await runAudit(canned.url, { configuration: wireConfiguration, areas });
  // What the program's own controls say of these few reads is no plant.
  const isOfAws = ({ resource }: Finding) => resource.scope.source === 'aws' && resource.kind !== 'read';
  wire = { planted: wirePlanted, findings: overWire.findings.filter((one) => isOwn(one) && isOfAws(one)) };

  const { configuration, cleanConfiguration } = plantedNetwork;
  const auditedNetwork = await runAudit(second.url, { configuration, areas });
  const clean = await runAudit(second.url, { configuration: cleanConfiguration, areas });
  exits = [auditedNetwork.exit, clean.exit];
  tidy = { planted: plantedNetwork.planted, findings: auditedNetwork.findings };
  const networkOverWire = await runAudit(secondCanned.url, { configuration: networkWire.wireConfiguration, areas });
  tidyWire = { planted: networkWire.wirePlanted, findings: networkOverWire.findings };
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await closeConnections();
  await Promise.all(servers.map((server) => server.stop()));
});

describe('the planted account', () => {
  it.each([
    ['on the server', () => account],
    ['over the wire', () => wire],
  ])('%s: every fault is found, and nothing else is', (_, comparedOf) => {
    const { planted, findings } = comparedOf();
    const found = byKey(findings);
    const known = new Map(planted.map((one) => [keyOf(one), one]));
    expect(known.size).toBe(planted.length);
    const told = (one: Planted, outcome: string) => `${outcome} ${keyOf(one)} ${one.name ?? 'around'}: ${one.built}`;
    expect(planted.map((one) => told(one, foundOf(one, found)))).toEqual(planted.map((one) => told(one, one.expected)));
    expect([...found.keys()].filter((key) => !known.has(key))).toEqual([]);
  });

  it('holds a faulty and a clean case for every control', () => {
    const rows = account.planted.filter(({ name }) => name !== null);
    expect(new Set(rows.map(({ control }) => control))).toEqual(new Set(own));
    for (const control of own) {
      const expected = new Set(rows.filter((one) => one.control === control).map((one) => one.expected));
      expect([...expected], control).toEqual(expect.arrayContaining(['fail', 'pass']));
    }
    expect(rows.filter(({ control }) => control === cards).length).toBeGreaterThan(4);
  });
});

describe('the planted network', () => {
  it.each([
    ['on the server', () => tidy, 100],
    ['over the wire', () => tidyWire, 50],
  ])('%s: every fault is found, and nothing else is', (_, comparedOf, around) => {
    const { planted, findings } = comparedOf();
    const told = (one: PlantedInNetwork, outcome: string) =>
      `${outcome}: ${one.control}: ${one.name}: ${one.built} (${one.region} ${one.id})`;
    const found = others.foundOfEach(planted, findings);
    expect(planted.map((one, index) => told(one, found[index] ?? ''))).toEqual(
      planted.map((one) => told(one, one.expected)),
    );
    const unplanted = others.others(planted, findings);
    expect(others.alarmsIn(unplanted)).toEqual([]);
    expect(unplanted.length).toBeGreaterThan(around);
  });

  it('holds a faulty and a clean case for every control', () => {
    for (const control of network) {
      const rows = [...tidy.planted, ...tidyWire.planted].filter((one) => one.control === control);
      const expected = new Set(rows.map((one) => one.expected));
      expect([...expected], control).toEqual(expect.arrayContaining(['fail', 'pass']));
    }
  });

  it('ends with 1, and the clean region alone with 0', () => {
    expect(exits).toEqual([1, 0]);
  });
});

it('is all told in docs/planted-account.md', () => {
  const fresh = plantedTable([
    sectionOf('In the account', account.planted, account.findings),
    sectionOf('Answered as documented', wire.planted, wire.findings),
    others.sectionOf('In the tidy networks', tidy.planted, tidy.findings),
    others.sectionOf('In the tidy networks, answered as documented', tidyWire.planted, tidyWire.findings),
  ]);
  if (process.env['PREPAY_UPDATE'] === '1') writeFileSync(page, fresh);
  expect(readFileSync(page, 'utf8')).toBe(fresh);
});
