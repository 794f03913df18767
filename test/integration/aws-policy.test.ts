import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { seedDemo } from '../../scripts/seed/demo.js';
import { awsOperations } from '../../src/collect/aws/operations.js';
import { awsPolicy } from '../../src/collect/aws/policy.js';
import { collectAccount, recording } from './peers/aws/account.js';
import { plantConnections } from './peers/aws/connections.js';
import { type Moto, startMoto } from './peers/aws/moto.js';

const policy = awsPolicy(awsOperations);
const actions = policy.Statement[0].Action;

let moto: Moto;
let users = 0;

beforeAll(async () => {
  moto = await startMoto();
  await seedDemo(moto.url, 'before');
  await plantConnections(moto.url, 'eu-west-1');
});
afterAll(async () => {
  await moto.stop();
});
afterEach(async () => {
  await moto.enforceIam(false);
  vi.unstubAllEnvs();
});

/** From here on the environment's credentials are those of a user with these actions and no others. */
async function become(allowed: readonly string[]): Promise<void> {
  const [statement] = policy.Statement;
  const document = { ...policy, Statement: [{ ...statement, Action: allowed }] };
  users += 1;
  const { accessKeyId, secretAccessKey } = await moto.createUser(`auditor-${users}`, document);
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
  await moto.enforceIam(true);
}

async function gaps(): Promise<(string | undefined)[]> {
  const { sink } = await collectAccount(recording(moto.url).transport);
  const all = [...sink.coverage.values()].map(({ gap }) => gap).concat([...sink.gaps.values()]);
  return all.flatMap((gap) => (gap === null ? [] : [gap.text]));
}

describe('the printed policy, under enforced IAM', () => {
  it('lets everything be read', async () => {
    await become(actions);
    expect(await gaps()).toEqual([]);
  });

  it.each(actions)(
    'is needed to its last action: without %s that operation is denied, and it alone',
    async (action) => {
      await become(actions.filter((other) => other !== action));
      const denied = await gaps();
      expect(denied.length).toBeGreaterThan(0);
      for (const text of denied) expect(text).toContain(`${action} in `);
    },
  );
});
