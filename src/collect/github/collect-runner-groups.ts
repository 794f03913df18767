import { z } from 'zod';
import type { FactKinds } from '../../core/fact.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { joinGaps } from '../reading/gap.js';
import { eachOnce, type Reading, readItems } from '../reading/read-items.js';
import { readOf } from './read-of.js';

// https://docs.github.com/en/rest/actions/self-hosted-runner-groups#list-self-hosted-runner-groups-for-an-organization
const wireGroup = z.object({
  id: z.int(),
  name: z.string(),
  visibility: z.enum(['all', 'selected', 'private']),
  allows_public_repositories: z.boolean(),
});

type Group = FactKinds['github.org.runner-group'] & { readonly number: number };

function parseGroup(item: unknown): Group {
  const { id, name, visibility, allows_public_repositories } = wireGroup.parse(item);
  const places = { repositories: null, runners: null };
  const allowsPublicRepositories = allows_public_repositories;
  return { id: `group ${id}`, number: id, groupName: name, visibility, allowsPublicRepositories, ...places };
}

/** Reads the runner groups, and of those that may serve public repositories their runners and the repositories. */
export async function collectRunnerGroups(reading: Reading, scope: Scope): Promise<void> {
  const groups: { readonly group: Group; readonly evidence: EvidenceRef }[] = [];
  const coverage = await readItems(reading.transport, readOf(scope, 'GET /orgs/{org}/actions/runner-groups'), {
    member: 'body.runner_groups',
    parse: parseGroup,
    onItem: eachOnce<Group>((group, evidence) => groups.push({ group, evidence })),
  });
  await Promise.all(groups.map(({ group, evidence }) => collectGroup(reading, scope, group, evidence)));
  reading.sink.covered('github.org.runner-group', scope, coverage);
}

async function collectGroup(reading: Reading, scope: Scope, group: Group, evidence: EvidenceRef): Promise<void> {
  const { number: runner_group_id, ...data } = group;
  const isAsked = data.allowsPublicRepositories;
  const [runners, repositories] = await Promise.all([
    isAsked ? readNames(reading, scope, { what: 'runners', runner_group_id }) : null,
    isAsked && data.visibility === 'selected'
      ? readNames(reading, scope, { what: 'repositories', runner_group_id })
      : null,
  ]);
  const gap = joinGaps([runners?.gap ?? null, repositories?.gap ?? null]);
  if (gap !== null) reading.sink.gap('github.org.runner-group', scope, data.id, gap);
  reading.sink.fact({
    kind: 'github.org.runner-group',
    id: data.id,
    name: data.groupName,
    scope,
    data: { ...data, runners: runners?.names ?? null, repositories: repositories?.names ?? null },
    evidence: [evidence, ...(runners?.evidence ?? []), ...(repositories?.evidence ?? [])],
  });
}

async function readNames(
  { transport }: Reading,
  scope: Scope,
  { what, runner_group_id }: { readonly what: 'runners' | 'repositories'; readonly runner_group_id: number },
) {
  const names: string[] = [];
  const pages = new Map<number, EvidenceRef>();
  const request = readOf(scope, `GET /orgs/{org}/actions/runner-groups/{runner_group_id}/${what}`, { runner_group_id });
  const { gap } = await readItems(transport, request, {
    member: `body.${what}`,
    parse: (item) => (what === 'runners' ? runner.parse(item).name : repository.parse(item).full_name),
    onItem: (name, evidence) => {
      names.push(name);
      pages.set(evidence.page, { ...evidence, pointer: `/body/${what}` });
    },
  });
  return { names: [...new Set(names)], evidence: [...pages.values()], gap };
}

const runner = z.object({ name: z.string() });
const repository = z.object({ full_name: z.string() });
