import type { Fact, FactView } from '../../core/fact.js';
import type { Location } from '../../core/finding.js';
import type { EvidenceRef } from '../../core/read.js';
import { isOf, parseUses } from '../../facts/github/uses.js';

/** A place where code of others is called. */
export interface Call {
  readonly uses: string;
  readonly location: Location;
  readonly evidence: readonly EvidenceRef[];
}

/**
 * Everything that workflows, and the repository's own actions that they call, call of others: actions, reusable workflows
 * and images, not what is of the organization.
 */
export function callsOf(
  workflows: readonly Fact<'github.workflow'>[],
  actions: FactView<'github.action'>,
  org: string,
): readonly Call[] {
  const inWorkflows = workflows.flatMap(({ id, data, evidence }) =>
    data.jobs.flatMap((job) => [
      ...(job.uses === null ? [] : [{ uses: job.uses, location: { path: id, line: job.line }, evidence }]),
      ...stepCalls(job.steps, id, evidence),
    ]),
  );
  return [...inWorkflows, ...callsInActions(inWorkflows, actions)].filter(({ uses }) => isOfOthers(uses, org));
}

/** What the repository's own actions call, those that they call among themselves included. */
function callsInActions(calls: readonly Call[], actions: FactView<'github.action'>): readonly Call[] {
  const found: Call[] = [];
  const seen = new Set<string>();
  const waiting = [...calls];
  for (const { uses: text } of waiting) {
    const uses = parseUses(text);
    if (uses.kind !== 'local' || uses.path.startsWith('.github/workflows/') || seen.has(uses.path)) continue;
    seen.add(uses.path);
    const action = actions.get(`./${uses.path}`);
    if (action.state !== 'found') continue;
    const { data, evidence } = action.value;
    const inside = [
      ...(data.image === null ? [] : [{ uses: data.image, location: { path: data.path, line: 1 }, evidence }]),
      ...stepCalls(data.steps, data.path, evidence),
    ];
    found.push(...inside);
    waiting.push(...inside);
  }
  return found;
}

function stepCalls(
  steps: Fact<'github.action'>['data']['steps'],
  path: string,
  evidence: readonly EvidenceRef[],
): readonly Call[] {
  return steps.flatMap(({ uses, line }) => (uses === null ? [] : [{ uses, location: { path, line }, evidence }]));
}

function isOfOthers(text: string, org: string): boolean {
  const uses = parseUses(text);
  return uses.kind !== 'local' && !(uses.kind === 'repository' && isOf(uses.owner, org));
}

/** Whether what is called of others cannot change: a full commit SHA, or the digest of an image. */
// https://docs.github.com/en/actions/reference/security/secure-use#using-third-party-actions
export function isPinned(text: string): boolean {
  const uses = parseUses(text);
  if (uses.kind === 'docker') return /@sha256:[0-9a-f]{64}$/u.test(uses.image);
  return uses.kind === 'repository' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/iu.test(uses.ref);
}
