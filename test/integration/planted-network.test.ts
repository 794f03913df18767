import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import type { Finding } from '../../src/core/finding.js';
import { plantNetwork, type PlantedNetwork } from './network/account.js';
import { network, type Planted } from './network/plant.js';
import { type Moto, startMoto } from './peers/aws/moto.js';
import { type Audited, runAudit } from './planted/run-audit.js';

let moto: Moto;
let account: PlantedNetwork;
let audited: Audited;

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  moto = await startMoto();
  account = await plantNetwork(moto.url);
  audited = await runAudit(moto.url, { configuration: account.configuration });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await closeConnections();
  await moto.stop();
});

const controls: ReadonlySet<string> = new Set(network);
const keyOf = (one: Pick<Planted, 'control' | 'region' | 'id'>) => `${one.control} ${one.region} ${one.id}`;
const keyOfFinding = ({ control, resource }: Finding) => `${control} ${resource.scope.region ?? ''} ${resource.id}`;

describe('the planted network', () => {
  it('every fault is found', () => {
    const found = new Map(audited.findings.map((finding) => [keyOfFinding(finding), finding]));
    const told = (one: Planted, outcome: string) =>
      `${outcome}: ${one.control}: ${one.name}: ${one.built} (${one.region} ${one.id})`;
    expect(account.planted.map((one) => told(one, found.get(keyOf(one))?.outcome ?? 'nothing'))).toEqual(
      account.planted.map((one) => told(one, one.expected)),
    );
  });

  it('nothing else is', () => {
    const known = new Set(account.planted.map(keyOf));
    const others = audited.findings.filter(
      (finding) => controls.has(finding.control) && !known.has(keyOfFinding(finding)),
    );
    const alarms = others.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable');
    expect(
      alarms.map(
        ({ control, outcome, resource, observed }) =>
          `${outcome}: ${control} ${resource.id} ${resource.name ?? ''}: ${observed}`,
      ),
    ).toEqual([]);
    expect(others.length).toBeGreaterThan(100);
  });

  it('holds a faulty and a clean case for every control that a server can hold one for', () => {
    const blackholes = 'no-blackhole-routes'; // what the wire answers in ./planted/wire-cases.ts
    for (const control of network.filter((one) => one !== blackholes)) {
      const expected = new Set(account.planted.filter((one) => one.control === control).map((one) => one.expected));
      expect([...expected], control).toEqual(expect.arrayContaining(['fail', 'pass']));
    }
  });

  it('ends with 1, and the clean region alone with 0', async () => {
    expect(audited.exit).toBe(1);
    expect(await runAudit(moto.url, { configuration: account.cleanConfiguration })).toMatchObject({ exit: 0 });
  });
});
