import type { Route } from '../route.js';

/** What people write of themselves, and nobody judges. */
const person = [
  'email',
  'notification_email',
  'name',
  'company',
  'location',
  'bio',
  'blog',
  'twitter_username',
  'hireable',
] as const;

const people = person.map((member) => `/body/*/${member}`);

const members = ['organization: members (read)'];
const administration = ['organization: administration (read)'];
const runners = ['organization: self-hosted runners (read)'];

/** Who reads, the organization, its people, its repositories, and its settings for Actions. */
export const organizationRoutes: readonly Route[] = [
  // https://docs.github.com/en/rest/users/users#get-the-authenticated-user
  { route: 'GET /user', paged: false, permissions: [], neverKept: person.map((member) => `/body/${member}`) },
  // https://docs.github.com/en/rest/apps/apps#get-the-authenticated-app
  {
    route: 'GET /app',
    paged: false,
    permissions: [],
    neverKept: ['/body/client_secret', '/body/webhook_secret', '/body/pem', '/body/owner/email'],
  },
  // https://docs.github.com/en/rest/orgs/orgs#get-an-organization
  {
    route: 'GET /orgs/{org}',
    paged: false,
    permissions: administration,
    neverKept: ['/body/email', '/body/billing_email'],
  },
  // https://docs.github.com/en/rest/repos/repos#list-organization-repositories
  {
    route: 'GET /orgs/{org}/repos',
    paged: true,
    permissions: ['repository: metadata (read)'],
    neverKept: ['/body/*/temp_clone_token'],
  },
  // https://docs.github.com/en/rest/repos/repos#get-a-repository
  {
    route: 'GET /repos/{owner}/{repo}',
    paged: false,
    permissions: ['repository: metadata (read)'],
    neverKept: ['/body/temp_clone_token'],
  },
  // https://docs.github.com/en/rest/orgs/members#list-organization-members
  { route: 'GET /orgs/{org}/members', paged: true, permissions: members, neverKept: people },
  // https://docs.github.com/en/rest/orgs/outside-collaborators
  { route: 'GET /orgs/{org}/outside_collaborators', paged: true, permissions: members, neverKept: people },
  // https://docs.github.com/en/rest/repos/repos#list-repository-activities
  {
    route: 'GET /repos/{owner}/{repo}/activity',
    paged: true,
    permissions: ['repository: contents (read)'],
    neverKept: ['/body/*/actor/email', '/body/*/actor/name'],
  },
  // https://docs.github.com/en/rest/actions/permissions
  { route: 'GET /orgs/{org}/actions/permissions', paged: false, permissions: administration, neverKept: [] },
  {
    route: 'GET /orgs/{org}/actions/permissions/selected-actions',
    paged: false,
    permissions: administration,
    neverKept: [],
  },
  {
    route: 'GET /repos/{owner}/{repo}/actions/permissions/workflow',
    paged: false,
    permissions: ['repository: administration (read)'],
    neverKept: [],
  },
  // https://docs.github.com/en/rest/actions/self-hosted-runner-groups
  { route: 'GET /orgs/{org}/actions/runner-groups', paged: true, permissions: runners, neverKept: [] },
  {
    route: 'GET /orgs/{org}/actions/runner-groups/{runner_group_id}/repositories',
    paged: true,
    permissions: runners,
    neverKept: ['/body/repositories/*/temp_clone_token'],
  },
  {
    route: 'GET /orgs/{org}/actions/runner-groups/{runner_group_id}/runners',
    paged: true,
    permissions: runners,
    neverKept: [],
  },
  // https://docs.github.com/en/rest/actions/self-hosted-runners
  {
    route: 'GET /repos/{owner}/{repo}/actions/runners',
    paged: true,
    permissions: ['repository: administration (read)'],
    neverKept: [],
  },
  // https://docs.github.com/en/rest/deployments/environments#list-environments
  {
    route: 'GET /repos/{owner}/{repo}/environments',
    paged: true,
    permissions: ['repository: actions (read)'],
    neverKept: ['/body/environments/*/protection_rules/*/reviewers/*/reviewer/email'],
  },
];
