import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeConnections } from '../../src/collect/transport/proxy.js';
import type { Finding } from '../../src/core/finding.js';
import { stubNoProxy } from '../unit/peers/proxy-environment.js';
import { type GithubPeer, startGithub } from './peers/github/index.js';
import type { Scenario } from './peers/github/scenario.js';
import { auditOrganizations } from './planted-organization/audit.js';
import { contradictions, keyOf, measured, nothing, outcomesOf, sectionOf } from './planted-organization/compare.js';
import {
  appOf,
  organizationScenario,
  organizations,
  plantedOrganizations as planted,
} from './planted-organization/organizations.js';
import { organizationPage, type Seen } from './planted-organization/page.js';
import { githubControls } from './planted-organization/plant.js';

const page = join(import.meta.dirname, '../../docs/planted-organization.md');
const weaker = [
  { token: 'app', of: 'an installed App with every permission to read' },
  { token: 'member', of: 'a member who owns nothing' },
  { token: 'blind', of: 'a member, without a scope' },
];
let owner: ReadonlyMap<string, string>;
const seen = new Map<string, ReadonlyMap<string, string>>();

/** What audits of the peer find, with the whole budget of an hour where nothing else is said. */
async function withPeer(
  audit: (peer: GithubPeer) => Promise<readonly Finding[]>,
  more: Pick<Scenario, 'limits'> = {},
): Promise<ReadonlyMap<string, string>> {
  const peer = await startGithub({ ...organizationScenario, ...more });
  try {
    const found = outcomesOf(await audit(peer));
    // Past 5,000 calls the peer refuses, as GitHub does, and this would be a test of that: plant in another organization.
    expect(peer.requests().length).toBeLessThan(5000);
    return found;
  } finally {
    await peer.stop();
  }
}

beforeAll(async () => {
  stubNoProxy();
  owner = await withPeer((peer) => auditOrganizations(peer, 'owner', organizations));
  for (const token of ['member', 'blind']) {
    seen.set(token, await withPeer((peer) => auditOrganizations(peer, token, organizations)));
  }
  // An installation is of one organization.
  seen.set(
    'app',
    await withPeer(async (peer) => {
      const all: Finding[] = [];
      for (const one of organizations) all.push(...(await auditOrganizations(peer, appOf(one.org), [one])));
      return all;
    }),
  );
});
afterAll(async () => {
  await closeConnections();
  vi.unstubAllEnvs();
});

const seenBy = (token: string): ReadonlyMap<string, string> => seen.get(token) ?? new Map();

describe('the planted organization', () => {
  it('is found as it was planted by an owner: every fault, and nothing else', () => {
    const keys = planted.map(keyOf);
    expect(new Set(keys).size).toBe(planted.length);
    expect(keys.map((key) => `${owner.get(key) ?? nothing}: ${key}`)).toEqual(
      planted.map((one) => `${one.expected}: ${keyOf(one)}`),
    );
    expect([...owner].filter(([key]) => !keys.includes(key))).toEqual([]);
    expect(measured(planted, owner)).toMatchObject({ recall: 1, precision: 1 });
  });

  it.each(weaker)('is seen by $token as by an owner, or not known', ({ token }) => {
    const found = seenBy(token);
    expect(contradictions(owner, found, planted)).toEqual([]);
    const { met, failed } = measured(planted, found);
    expect(failed).toBe(met);
    expect([...found.values()]).toContain('unknown');
  });

  it.each([200, 1200, 2600])('is wrong in nothing where the calls of the hour end after %i', async (remaining) => {
    const found = await withPeer((peer) => auditOrganizations(peer, 'owner', organizations), { limits: { remaining } });
    expect(contradictions(owner, found, planted)).toEqual([]);
    expect(found.size).toBeGreaterThan(0);
  });

  it('holds a faulty and a clean case for every control', () => {
    for (const control of githubControls) {
      const rows = planted.filter((one) => one.control === control && one.name !== null);
      expect([...new Set(rows.map(({ expected }) => expected))], control).toEqual(
        expect.arrayContaining(['fail', 'pass']),
      );
    }
  });

  it('is all told in docs/planted-organization.md', () => {
    const sections = organizations.map(({ org }) =>
      sectionOf(
        org,
        planted.filter(({ place }) => place.split('/')[0] === org),
        owner,
      ),
    );
    const all: readonly Seen[] = [
      { token: 'owner', of: 'an owner, classic, with every scope to read', found: owner },
      ...weaker.map((one) => ({ ...one, found: seenBy(one.token) })),
    ];
    const fresh = organizationPage(sections, planted, all);
    if (process.env['PREPAY_UPDATE'] === '1') writeFileSync(page, fresh);
    expect(readFileSync(page, 'utf8')).toBe(fresh);
  });
});
