import { z } from 'zod';
import type { ItemParser } from '../reading/item-parser.js';
import { readAnswer } from '../reading/read-answer.js';
import { type Reading, readFacts } from '../reading/read-items.js';
import type { Repository } from './audited.js';
import { noEnvironments, workflowTokenRequest } from './administered.js';
import type { Overview } from './overview.js';
import { environmentsOf } from './parse-environment.js';
import { readOf } from './read-of.js';

/** Reads the repository's settings for Actions and its environments. */
export async function collectRepositorySettings(
  reading: Reading,
  repository: Repository,
  overview: Overview | null = null,
): Promise<void> {
  await Promise.all([
    collectWorkflowToken(reading, repository),
    collectEnvironments(reading, repository, overview),
    ...(repository.data.visibility === 'public' ? [collectRunners(reading, repository)] : []),
  ]);
}

async function collectEnvironments(
  reading: Reading,
  { scope, data: { id } }: Repository,
  overview: Overview | null,
): Promise<void> {
  const none = await noEnvironments(reading.transport, scope, overview);
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/environments');
  const coverage = none ?? (await readFacts(reading, request, environmentsOf(id)));
  reading.sink.covered('github.environment', scope, coverage);
}

// https://docs.github.com/en/rest/actions/permissions#get-default-workflow-permissions-for-a-repository
const token = z.object({
  body: z.object({
    default_workflow_permissions: z.enum(['read', 'write']),
    can_approve_pull_request_reviews: z.boolean(),
  }),
});

async function collectWorkflowToken({ transport, sink }: Reading, { scope, data: { id } }: Repository): Promise<void> {
  const kind = 'github.workflow-token';
  const request = workflowTokenRequest(scope);
  const { pages, coverage } = await readAnswer(transport, request, '/body', (page) => token.parse(page).body);
  for (const { value, evidence } of pages) {
    const { default_workflow_permissions: permissions, can_approve_pull_request_reviews: canApprovePullRequests } =
      value;
    sink.fact({ kind, id, name: null, scope, data: { id, permissions, canApprovePullRequests }, evidence: [evidence] });
  }
  sink.covered(kind, scope, coverage);
}

const wireRunner = z.object({ name: z.string() });

const runners: ItemParser<'github.runner'> = {
  kind: 'github.runner',
  member: 'body.runners',
  parse(item) {
    const { name } = wireRunner.parse(item);
    return { id: name, name: null, data: { id: name } };
  },
};

/** Those of a public repository alone: elsewhere nobody asks, and a call a repository is many calls. */
async function collectRunners(reading: Reading, { scope }: Repository): Promise<void> {
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/actions/runners');
  reading.sink.covered('github.runner', scope, await readFacts(reading, request, runners));
}
