import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Moto, startMoto } from '../test/integration/peers/aws/moto.js';
import { motoPython } from '../test/integration/peers/aws/moto-venv.js';

/** The region that holds the account. */
export const region = 'eu-west-1';

export interface ScaleAccount {
  readonly moto: Moto;
  /** What the seed says it made. */
  readonly seeded: string;
  /** Credentials, region and endpoint for whoever reads it. */
  readonly env: Readonly<Record<string, string>>;
}

/** The large account on a server of its own, which keeps every answer that it gave once: it is the smallest part of what is timed. */
export async function scaleAccount(factor: string): Promise<ScaleAccount> {
  process.env['PLUS_CACHE'] = '1';
  const moto = await startMoto();
  try {
    const seed = join(import.meta.dirname, '../test/integration/peers/aws/seed_scale.py');
    const { stdout } = await promisify(execFile)(await motoPython(), [seed, moto.url, '--factor', factor]);
    const env = {
      AWS_ENDPOINT_URL: moto.url,
      AWS_ACCESS_KEY_ID: 'testing',
      AWS_SECRET_ACCESS_KEY: 'testing',
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    };
    return { moto, seeded: stdout.trim(), env };
  } catch (error) {
    await moto.stop();
    throw error;
  }
}

/** Calls that a run made, by operation. */
export async function callsOf(moto: Moto, run: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  await moto.resetCalls();
  await run();
  return moto.calls();
}

export function sum(calls: Readonly<Record<string, number>>): number {
  return Object.values(calls).reduce((total, count) => total + count, 0);
}
