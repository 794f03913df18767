import type { Environment } from '../peers/github/scenario-changes.js';
import type { Hook, Secret } from '../peers/github/scenario-parts.js';
import { daysBefore } from './base.js';
import type { Expected, Part, RepositoryCase } from './plant.js';

const runners = 'no-self-hosted-runners-on-public-repositories';
const fresh = daysBefore(365);
const old = daysBefore(365, 1);
const clean = { reviewers: ['Team:platform'], preventSelfReview: true, canAdminsBypass: false } as const;

const environments: readonly { readonly name: string; readonly seed: Environment; readonly expected?: Expected }[] = [
  { name: 'a reviewer other than the one who started it', seed: { name: 'production', ...clean } },
  { name: 'a person as reviewer', seed: { name: 'prod', ...clean, reviewers: ['User:olga'] } },
  { name: 'no reviewer', seed: { name: 'production-eu', ...clean, reviewers: [] }, expected: 'fail' },
  {
    name: 'a waiting time alone',
    seed: { name: 'prod-us', waitMinutes: 30, canAdminsBypass: false },
    expected: 'fail',
  },
  {
    name: 'a limit to branches alone',
    seed: { name: 'live', branches: 'protected', canAdminsBypass: false },
    expected: 'fail',
  },
  {
    name: 'a reviewer who may be the one who started it',
    seed: { name: 'eu-production', ...clean, preventSelfReview: false },
    expected: 'fail',
  },
  {
    name: 'administrators may pass it by',
    seed: { name: 'Prod (US)', ...clean, canAdminsBypass: true },
    expected: 'fail',
  },
  { name: 'no production by its name', seed: { name: 'staging' }, expected: 'not-applicable' },
  { name: 'what comes before production', seed: { name: 'pre-production' }, expected: 'not-applicable' },
];

const deployments: RepositoryCase = {
  of: [],
  repo: 'deployments',
  name: '',
  seed: { environments: environments.map(({ seed }) => seed) },
  parts: environments.map(
    ({ name, seed, expected = 'pass' }): Part => ({
      kind: 'environment',
      id: `prepay/deployments: ${seed.name}`,
      name,
      verdicts: { 'production-environments-reviewed': expected },
    }),
  ),
};

const secret = (id: string, name: string, updatedAt: string): Part => ({
  kind: 'secret',
  id,
  name,
  ...(updatedAt === old ? { verdicts: { 'secrets-rotated': 'fail' } } : {}),
});
const named = (name: string, updatedAt: string): Secret => ({ name, updatedAt });

const secrets: RepositoryCase = {
  of: [],
  repo: 'secrets',
  name: '',
  seed: {
    secrets: [named('AT_LIMIT', fresh), named('OLD', old)],
    dependabotSecrets: [named('AT_LIMIT', fresh), named('OLD', old)],
    environments: [{ name: 'test', secrets: [named('AT_LIMIT', fresh), named('OLD', old)] }],
  },
  parts: [
    {
      kind: 'environment',
      id: 'prepay/secrets: test',
      name: 'a test',
      verdicts: { 'production-environments-reviewed': 'not-applicable' },
    },
    secret('actions/AT_LIMIT', 'of the repository, 365 days old', fresh),
    secret('actions/OLD', 'of the repository, a second more than 365 days old', old),
    secret('dependabot/AT_LIMIT', 'of Dependabot, 365 days old', fresh),
    secret('dependabot/OLD', 'of Dependabot, a second more than 365 days old', old),
    secret('environments/test/AT_LIMIT', 'of an environment, 365 days old', fresh),
    secret('environments/test/OLD', 'of an environment, a second more than 365 days old', old),
  ],
};

const url = 'https://ci.example.com/hook';
const plain = 'http://ci.example.com/hook';

/** Webhooks as a repository has them. */
const hooks: readonly { readonly name: string; readonly seed: Hook; readonly expected: Expected }[] = [
  { name: 'HTTPS with a verified certificate and a secret', seed: { id: 1, url }, expected: 'pass' },
  { name: 'HTTPS, the certificate verified, as a number', seed: { id: 2, url, insecureSsl: 0 }, expected: 'pass' },
  { name: 'plain HTTP', seed: { id: 3, url: plain }, expected: 'fail' },
  { name: 'the certificate is not verified', seed: { id: 4, url, insecureSsl: '1' }, expected: 'fail' },
  { name: 'the certificate is not verified, as a number', seed: { id: 5, url, insecureSsl: 1 }, expected: 'fail' },
  { name: 'no secret', seed: { id: 6, url, hasSecret: false }, expected: 'fail' },
  { name: 'plain HTTP, not active', seed: { id: 7, url: plain, active: false }, expected: 'fail' },
];

/** An organization's hooks have that flag as a text alone. */
export const organizationHooks = hooks.filter(({ seed }) => typeof seed.insecureSsl !== 'number');

export function hookParts(all: typeof hooks): readonly Part[] {
  return all.map(({ name, seed, expected }) => ({
    kind: 'webhook',
    id: `hook-${seed.id}`,
    name,
    verdicts: { 'webhooks-secure': expected },
  }));
}

const webhooks: RepositoryCase = {
  of: [],
  repo: 'webhooks',
  name: '',
  seed: { hooks: hooks.map(({ seed }) => seed) },
  parts: hookParts(hooks),
};

const publicOnes: readonly RepositoryCase[] = [
  {
    of: [runners],
    repo: 'private-with-runner',
    name: 'private, with a runner',
    seed: { runners: [{ id: 1, name: 'own' }] },
    verdicts: { [runners]: 'not-applicable' },
  },
  { of: [runners], repo: 'public', name: 'public, without a runner', seed: { visibility: 'public' } },
  {
    of: [runners],
    repo: 'public-with-runner',
    name: 'public, with a runner',
    seed: { visibility: 'public', runners: [{ id: 2, name: 'own' }] },
    verdicts: { [runners]: 'fail' },
  },
  {
    of: [runners],
    repo: 'public-with-group',
    name: 'public, of a group with a runner',
    seed: { visibility: 'public' },
    verdicts: { [runners]: 'fail' },
  },
];

export const partCases: readonly RepositoryCase[] = [deployments, secrets, webhooks, ...publicOnes];
