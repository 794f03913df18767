import type { FactKinds } from '../../core/fact.js';

type Build = Pick<FactKinds['gates.build'], 'commit' | 'isWorkspace'>;

/** What of an artefact says which commit it is of. */
interface Stating {
  readonly path: string;
  readonly commit: string | null;
  readonly statement: { readonly commit: string | null; readonly problem: string | null } | null;
}

/** By what an artefact is bound to the commit that is judged, or why it is not. */
export type Bound =
  | { readonly by: 'itself' | 'statement' | 'workspace'; readonly text: string }
  | { readonly reason: 'stale' | 'unresolved'; readonly text: string };

/** The commit that is judged: the build's, else the one that build.json states; null where neither says it. */
export function commitJudged(build: Build, artefacts: readonly Stating[]): string | null {
  if (build.commit !== null) return build.commit;
  const stated = artefacts.flatMap(({ statement }) => statement?.commit ?? []);
  return stated[0] ?? null;
}

/**
 * Whatever says another commit than the judged one makes the artefact stale, and a statement that does not hold for the
 * file is not made up for by where the file lies: the file was changed or exchanged since.
 */
export function boundOf({ path, commit: own, statement }: Stating, judged: string | null, build: Build): Bound {
  if (judged === null) {
    const text = `nothing says which commit was built, so that ${path} cannot be bound to it`;
    return { reason: 'unresolved', text };
  }
  if (own !== null && own !== judged) return foreign(`${path} states commit ${own}`, judged);
  if (statement !== null && statement.problem !== null) return { reason: 'unresolved', text: statement.problem };
  const stated = statement?.commit ?? null;
  if (stated !== null && stated !== judged) return foreign(`build.json states commit ${stated} of ${path}`, judged);
  const of = `of commit ${judged.slice(0, 12)}`;
  if (own !== null) return { by: 'itself', text: `${of} by its own statement` };
  if (stated !== null) return { by: 'statement', text: `${of} by build.json` };
  if (build.isWorkspace && build.commit !== null) {
    return { by: 'workspace', text: `${of} by the workspace of the CI job alone` };
  }
  return { reason: 'unresolved', text: `nothing says of which commit ${path} is` };
}

function foreign(what: string, judged: string): Bound {
  return { reason: 'stale', text: `${what}, and ${judged} is judged` };
}
