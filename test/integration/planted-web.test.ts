import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import type { Finding } from '../../src/core/finding.js';
import { startMoto } from './peers/aws/moto.js';
import { runAudit } from './planted/run-audit.js';
import { plantWeb, webConfiguration } from './planted-web/account.js';
import { foundOfEach, unexpected } from './planted-web/compare.js';
import { type Planted, webControls } from './planted-web/plant.js';

interface Compared {
  readonly planted: readonly Planted[];
  readonly findings: readonly Finding[];
}

let account: Compared;
const servers: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  const moto = await startMoto();
  servers.push(moto);
  const planted = await plantWeb(moto.url);
  const { findings } = await runAudit(moto.url, { configuration: webConfiguration });
  account = { planted, findings };
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await closeConnections();
  await Promise.all(servers.map((server) => server.stop()));
});

describe('the planted web', () => {
  it.each([['on the server', () => account]])('%s: every fault is found, and nothing else is', (_, comparedOf) => {
    const { planted, findings } = comparedOf();
    const told = (one: Planted, outcome: string) =>
      `${outcome}: ${one.control}: ${one.name ?? 'around'}: ${one.built} (${one.region ?? ''} ${one.id})`;
    const found = foundOfEach(planted, findings);
    const wrong = planted.flatMap((one, i) => found[i] === one.expected ? [] : [`${told(one, one.expected)} GOT ${found[i]} ${findings.find((f) => f.control === one.control && f.resource.id === one.id)?.observed ?? ''}`]);
    console.log(wrong.join('\n'), '\nUNEXPECTED\n', unexpected(planted, findings).join('\n'), planted.length);
    expect(planted.map((one, index) => told(one, found[index] ?? ''))).toEqual(
      planted.map((one) => told(one, one.expected)),
    );
    expect(unexpected(planted, findings)).toEqual([]);
    expect(webControls.length).toBe(21);
  });
});
