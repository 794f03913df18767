import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyStore } from '../src/app/chain-verify.js';
import { storeAt } from '../src/app/store.js';
import { throwAwaySigner } from '../src/pack/signer.js';
import { nightOf, writeChain } from '../test/helpers/chained-packs.js';
import { alternate, type Sample } from './measure.js';
import { printed, rowsOf } from './table.js';

const rounds = 5;
const nights = 365;

/** The chain of a year of packs, verified, beside reading the manifests and statements of the same packs bare. */
export async function chain(): Promise<string> {
  const store = await mkdtemp(join(tmpdir(), 'prepay-chain-'));
  try {
    const signer = throwAwaySigner();
    await writeChain(store, signer, nights);
    const options = { keys: [signer.publicKey], keyPeriods: new Map(), now: nightOf(nights), deep: null };
    const verified = (): Promise<Sample> =>
      timed(async () => {
        const { faults, chained } = await verifyStore(storeAt(store), options);
        if (faults.length > 0 || chained !== nights) throw new Error('the chain does not verify');
      });
    const bare = (): Promise<Sample> => timed(() => readBare(store));
    const sides = { 'reading manifests and statements': bare, 'verify --store': verified };
    await alternate(1, sides);
    return printed({
      bench: 'chain',
      rounds,
      against: 'reading manifests and statements',
      rows: rowsOf(await alternate(rounds, sides)),
      goal: 'a year of packs in seconds',
      more: { packs: nights },
    });
  } finally {
    await rm(store, { recursive: true, force: true });
  }
}

async function readBare(store: string): Promise<void> {
  const packs = await readdir(store);
  await Promise.all(
    packs.flatMap((pack) =>
      ['manifest.json', 'attestation.sigstore.json'].map((name) => readFile(join(store, pack, name))),
    ),
  );
}

/** In this process: the start of one is measured by bench/start.ts. */
async function timed(work: () => Promise<void>): Promise<Sample> {
  const [from, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  const rssMb = process.memoryUsage.rss() / 1024 / 1024;
  return { wallMs: performance.now() - from, cpuMs: (user + system) / 1000, rssMb, stdout: '' };
}
