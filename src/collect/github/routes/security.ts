import type { Route } from '../route.js';

const administration = ['repository: administration (read)'];
const secretAlerts = ['repository: secret scanning alerts (read)'];
const dependabotAlerts = ['repository: dependabot alerts (read)'];

/** The leaked secret itself, what people wrote of it (which may hold it again), and their addresses. */
const ofSecretAlerts = [
  '/body/*/secret',
  '/body/*/resolution_comment',
  '/body/*/push_protection_bypass_request_comment',
  '/body/*/push_protection_bypass_request_reviewer_comment',
  '/body/*/closure_request_comment',
  '/body/*/closure_request_reviewer_comment',
  '/body/*/first_location_detected',
  '/body/*/resolved_by/email',
  '/body/*/push_protection_bypassed_by/email',
  '/body/*/push_protection_bypass_request_reviewer/email',
  '/body/*/closure_request_reviewer/email',
  '/body/*/assigned_to/email',
  '/body/*/repository/owner/email',
];

/** What people wrote of an alert, and their addresses. */
const ofAlerts = [
  '/body/*/dismissed_comment',
  '/body/*/dismissal_request',
  '/body/*/dismissed_by/email',
  '/body/*/dismissal_approved_by/email',
  '/body/*/assignees/*/email',
  '/body/*/repository/owner/email',
];

/** GitHub masks the secret of a webhook. The rest of the address behind its host may be another. */
const ofWebhooks = {
  // Beside the secret, what services of old were given: https://docs.github.com/en/rest/repos/webhooks
  neverKept: ['secret', 'token', 'digest', 'user', 'password'].map((member) => `/body/*/config/${member}`),
  originOnly: ['/body/*/config/url'],
};

/** Secrets, keys, webhooks and alerts. */
export const securityRoutes: readonly Route[] = [
  // https://docs.github.com/en/rest/secret-scanning/secret-scanning
  {
    route: 'GET /orgs/{org}/secret-scanning/alerts',
    paged: true,
    permissions: secretAlerts,
    neverKept: ofSecretAlerts,
  },
  {
    route: 'GET /repos/{owner}/{repo}/secret-scanning/alerts',
    paged: true,
    permissions: secretAlerts,
    neverKept: ofSecretAlerts,
  },
  // https://docs.github.com/en/rest/repos/repos#check-if-vulnerability-alerts-are-enabled-for-a-repository
  {
    route: 'GET /repos/{owner}/{repo}/vulnerability-alerts',
    paged: false,
    permissions: administration,
    neverKept: [],
  },
  // https://docs.github.com/en/rest/dependabot/alerts
  { route: 'GET /orgs/{org}/dependabot/alerts', paged: true, permissions: dependabotAlerts, neverKept: ofAlerts },
  {
    route: 'GET /repos/{owner}/{repo}/dependabot/alerts',
    paged: true,
    permissions: dependabotAlerts,
    neverKept: ofAlerts,
  },
  // https://docs.github.com/en/rest/code-scanning/code-scanning#list-code-scanning-alerts-for-a-repository
  {
    route: 'GET /repos/{owner}/{repo}/code-scanning/alerts',
    paged: true,
    permissions: ['repository: code scanning alerts (read)'],
    neverKept: ofAlerts,
  },
  // https://docs.github.com/en/rest/actions/secrets
  {
    route: 'GET /orgs/{org}/actions/secrets',
    paged: true,
    permissions: ['organization: secrets (read)'],
    neverKept: [],
  },
  {
    route: 'GET /repos/{owner}/{repo}/actions/secrets',
    paged: true,
    permissions: ['repository: secrets (read)'],
    neverKept: [],
  },
  {
    route: 'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets',
    paged: true,
    permissions: ['repository: environments (read)'],
    neverKept: [],
  },
  // https://docs.github.com/en/rest/dependabot/secrets
  {
    route: 'GET /orgs/{org}/dependabot/secrets',
    paged: true,
    permissions: ['organization: dependabot secrets (read)'],
    neverKept: [],
  },
  {
    route: 'GET /repos/{owner}/{repo}/dependabot/secrets',
    paged: true,
    permissions: ['repository: dependabot secrets (read)'],
    neverKept: [],
  },
  // https://docs.github.com/en/rest/deploy-keys/deploy-keys#list-deploy-keys
  { route: 'GET /repos/{owner}/{repo}/keys', paged: true, permissions: administration, neverKept: ['/body/*/key'] },
  // https://docs.github.com/en/rest/orgs/webhooks#list-organization-webhooks
  { route: 'GET /orgs/{org}/hooks', paged: true, permissions: ['organization: webhooks (read)'], ...ofWebhooks },
  // https://docs.github.com/en/rest/repos/webhooks#list-repository-webhooks
  {
    route: 'GET /repos/{owner}/{repo}/hooks',
    paged: true,
    permissions: ['repository: webhooks (read)'],
    ...ofWebhooks,
  },
];
