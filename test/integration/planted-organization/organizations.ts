import { readEverything } from '../peers/github/index.js';
import type { Organization, Scenario } from '../peers/github/scenario.js';
import type { Token } from '../peers/github/scenario-tokens.js';
import { scenario } from '../peers/github/index.js';
import { daysBefore, merged, now, pull, ruleset } from './base.js';
import { branchCases } from './branch-cases.js';
import { gateCases } from './gate-cases.js';
import { mergeCases } from './merge-cases.js';
import { hookParts, organizationHooks, partCases } from './part-cases.js';
import { securityCases } from './security-cases.js';
import { formerName, shapeCases } from './shape-cases.js';
import { workflowCases } from './workflow-cases.js';
import {
  type OrganizationCase,
  type Planted,
  plantedOrganization,
  plantedRepository,
  type RepositoryCase,
  seededRepository,
} from './plant.js';

const twoFactor = 'org-requires-2fa';
const people = 'no-members-without-2fa';
const owners = 'admins-few-and-active';
const actions = 'actions-allow-listed';
const rotated = 'secrets-rotated';
const visible = 'secrets-visibility-limited';

const repositoryCases: readonly RepositoryCase[] = [
  ...branchCases,
  ...mergeCases,
  ...gateCases,
  ...workflowCases,
  ...securityCases,
  ...partCases,
  ...shapeCases,
];

interface Planting {
  readonly own: OrganizationCase;
  readonly seed: Partial<Organization>;
  readonly cases: readonly RepositoryCase[];
}

const bystander = (repo: string): RepositoryCase => ({ of: [], repo, name: '' });
const others = [{ login: 'dana' }, { login: 'rick' }];
const olga = { login: 'olga', role: 'admin' } as const;
const chosen = { allowed: { githubOwned: true, patterns: ['docker/*'] } } as const;
const ownersUpTo = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ login: at === 0 ? 'olga' : `o${at + 1}`, role: 'admin' as const }));

const plantings: readonly Planting[] = [
  {
    own: {
      org: 'prepay',
      names: {
        [twoFactor]: 'two factors are not required',
        [people]: 'a member without a second factor',
        [owners]: 'one owner more than the limit',
        [actions]: 'every action of everybody',
      },
      verdicts: { [twoFactor]: 'fail', [people]: 'fail', [owners]: 'fail', [actions]: 'fail' },
      parts: [
        ...hookParts(organizationHooks),
        { kind: 'secret', id: 'actions/CHOSEN', name: 'visible to chosen repositories' },
        {
          kind: 'secret',
          id: 'actions/PRIVATE',
          name: 'visible to all private ones, and old',
          verdicts: { [rotated]: 'fail', [visible]: 'fail' },
        },
        { kind: 'secret', id: 'actions/ALL', name: 'visible to all', verdicts: { [visible]: 'fail' } },
        { kind: 'secret', id: 'dependabot/CHOSEN', name: 'of Dependabot, visible to chosen repositories' },
        {
          kind: 'secret',
          id: 'dependabot/ALL',
          name: 'of Dependabot, visible to all',
          verdicts: { [visible]: 'fail' },
        },
      ],
    },
    seed: {
      requiresTwoFactor: false,
      members: [...ownersUpTo(6), ...others, { login: 'nils', twoFactor: 'disabled' }],
      hooks: organizationHooks.map(({ seed }) => seed),
      teams: [{ slug: 'platform', members: ['dana'] }],
      secrets: [
        { name: 'CHOSEN', visibility: ['secrets'], updatedAt: now },
        { name: 'PRIVATE', visibility: 'private', updatedAt: daysBefore(365, 1) },
        { name: 'ALL', visibility: 'all', updatedAt: now },
      ],
      dependabotSecrets: [
        { name: 'CHOSEN', visibility: ['secrets'], updatedAt: now },
        { name: 'ALL', visibility: 'all', updatedAt: now },
      ],
      runnerGroups: [
        { id: 1, name: 'Default', visibility: ['public-with-group'], allowsPublicRepositories: true },
        { id: 2, name: 'private', visibility: 'private', allowsPublicRepositories: true },
      ],
      runners: [
        { id: 11, name: 'shared-1', groupId: 1 },
        { id: 12, name: 'shared-2', groupId: 2 },
      ],
      rulesets: [
        { ...ruleset({ repositories: { include: ['by-organization'] } }), id: 3 },
        {
          ...ruleset({
            repositories: { include: ['bypass-organization'] },
            bypassActors: [{ actor_id: null, actor_type: 'OrganizationAdmin', bypass_mode: 'always' }],
          }),
          id: 4,
        },
      ],
    },
    cases: repositoryCases,
  },
  {
    own: {
      org: 'prepay-clean',
      names: {
        [twoFactor]: 'two factors are required',
        [people]: 'everybody has a second factor',
        [owners]: 'one owner, who is active',
        [actions]: "GitHub's own actions and chosen ones",
      },
    },
    seed: { actions: chosen, outsideCollaborators: [{ login: 'ext' }] },
    cases: [bystander('wallet')],
  },
  {
    own: {
      org: 'prepay-local',
      names: {
        [people]: 'a member with a text message alone',
        [owners]: 'owners up to the limit, of whom only one was seen to do something',
        [actions]: "the organization's own actions alone",
      },
      verdicts: { [people]: 'fail', [owners]: 'unknown' },
    },
    seed: {
      members: [...ownersUpTo(5), ...others, { login: 'nils', twoFactor: 'insecure' }],
      actions: { allowed: 'local_only' },
    },
    cases: [bystander('wallet')],
  },
  {
    own: {
      org: 'prepay-verified',
      names: {
        [people]: 'an outside collaborator without a second factor',
        [owners]: 'owners up to the limit, each active',
        [actions]: 'actions of every verified creator',
      },
      verdicts: { [people]: 'fail', [actions]: 'fail' },
    },
    seed: {
      members: [...ownersUpTo(5), ...others],
      outsideCollaborators: [{ login: 'ext', twoFactor: 'disabled' }],
      actions: { allowed: { verified: true } },
    },
    cases: [
      {
        ...bystander('wallet'),
        seed: merged(...[1, 2, 3, 4, 5].map((n) => pull(n, { mergedBy: n === 1 ? 'olga' : `o${n}` }))),
      },
    ],
  },
  {
    own: {
      org: 'prepay-wide',
      names: { [people]: 'an outside collaborator with a text message alone', [actions]: 'a pattern for any owner' },
      verdicts: { [people]: 'fail', [actions]: 'fail' },
    },
    seed: {
      outsideCollaborators: [{ login: 'ext', twoFactor: 'insecure' }],
      actions: { allowed: { patterns: ['*/setup-*'] } },
    },
    cases: [bystander('wallet')],
  },
  {
    own: {
      org: 'prepay-still',
      names: { [owners]: 'an owner who did nothing that is seen', [actions]: 'no repository may run actions' },
      verdicts: { [owners]: 'unknown' },
    },
    seed: { actions: { enabledRepositories: 'none' } },
    cases: [{ ...bystander('wallet'), seed: merged(pull(1, { mergedBy: 'rick' })) }],
  },
];

export const organizations = plantings.map(({ own: { org } }) => ({
  org,
  repositories: org === 'prepay' ? ['*', formerName] : ['*'],
}));

/** The name of the token by which `app` reads an organization: an installation belongs to one alone. */
export const appOf = (org: string): string => `app of ${org}`;

export const organizationScenario: Scenario = scenario(
  {},
  {
    now,
    organizations: plantings.map(({ own, seed, cases }) => ({
      login: own.org,
      members: [olga, ...others],
      ...seed,
      repositories: cases.map(seededRepository),
    })),
    tokens: Object.fromEntries(
      organizations.map(({ org: organization }): [string, Token] => [
        appOf(organization),
        { kind: 'installation', organization, permissions: { ...readEverything, checks: 'read' } },
      ]),
    ),
  },
);

export const plantedOrganizations: readonly Planted[] = plantings.flatMap(({ own, cases }) => [
  ...plantedOrganization(own),
  ...cases.flatMap((one) => plantedRepository(own.org, one)),
]);
