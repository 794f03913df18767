import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { seedDemo } from '../../scripts/seed/demo.js';
import { awsOperations } from '../../src/collect/aws/operations.js';
import { awsPolicy } from '../../src/collect/aws/policy.js';
import { collectAccount, recording } from './peers/aws/account.js';
import { plantConnections } from './peers/aws/connections.js';
import { type Moto, startMoto } from './peers/aws/moto.js';
import { plantWeb } from './peers/aws/web-account.js';

const policy = awsPolicy(awsOperations);
const actions = policy.Statement[0].Action;
const region = 'eu-west-1';

const byMethod = 'The server asks for the name of the operation; AWS asks for that of the HTTP method.';
const byOther = 'WAF asks this of the service that has the resource; the server asks for WAF’s own action alone.';

/** Actions that the server never asks for, and why. docs/for-security-lead.md names the same ones. */
const notProved: Readonly<Record<string, string>> = {
  'apigateway:GET': byMethod,
  'apprunner:ListAssociatedServicesForWebAcl': byOther,
  'cognito-idp:GetWebACLForResource': byOther,
  'cognito-idp:ListResourcesForWebACL': byOther,
  'ec2:DescribeVerifiedAccessInstanceWebAclAssociations': byOther,
};
const proved = actions.filter((action) => !(action in notProved));

/** What the server asks for where AWS asks for `apigateway:GET`. None of it is an action of AWS, so that it lets nothing else through. */
const inPlaceOfGet = ['apigateway:GetRestApis', 'apigateway:GetStages', 'apigateway:GetApis'];

let moto: Moto;
let users = 0;

beforeAll(async () => {
  moto = await startMoto();
  await seedDemo(moto.url, 'before');
  await plantConnections(moto.url, region);
  await plantWeb(moto.url, region);
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
  const document = { ...policy, Statement: [{ ...statement, Action: [...allowed, ...inPlaceOfGet] }] };
  users += 1;
  const { accessKeyId, secretAccessKey } = await moto.createUser(`auditor-${users}`, document);
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
  await moto.enforceIam(true);
}

/** The region that has one of everything that is read, and what is kept once an account. */
async function gaps(): Promise<(string | undefined)[]> {
  const { sink } = await collectAccount(recording(moto.url).transport, { regions: [region] });
  const all = [...sink.coverage.values()].map(({ gap }) => gap).concat([...sink.gaps.values()]);
  return all.flatMap((gap) => (gap === null ? [] : [gap.text]));
}

describe('the printed policy, under enforced IAM', () => {
  it('lets everything be read', async () => {
    await become(actions);
    expect(await gaps()).toEqual([]);
  });

  it.each(proved)('is needed to its last action: without %s that is denied, and that alone', async (action) => {
    await become(actions.filter((other) => other !== action));
    const denied = await gaps();
    expect(denied.length).toBeGreaterThan(0);
    for (const text of denied) expect(text).toContain(`${action} in `);
  });
});

describe('what the server cannot prove of the policy', () => {
  it.each(Object.entries(notProved))('is truly not asked for: %s (%s)', async (action) => {
    expect(actions).toContain(action);
    await become(actions.filter((other) => other !== action));
    expect(await gaps()).toEqual([]);
  });

  it('is what the documentation says it is', async () => {
    const page = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'for-security-lead.md'), 'utf8');
    const [, table = ''] = /\n\| Not proved \|.*\n\|[-| ]+\|\n((?:\|.*\n)+)/.exec(page) ?? [];
    const named = [...table.matchAll(/`([a-z0-9-]+:\w+)`/g)].map(([, action]) => action);
    expect(named.sort()).toEqual(Object.keys(notProved).sort());
  });
});
