import type { SourceId } from '../core/scope.js';
import { builtSources } from './scoped-sources.js';

/** What of the environment names a source that this version does not read. */
const variables = {
  kubernetes: ['KUBECONFIG'],
  wallet: ['DATABASE_URL'],
} as const satisfies Partial<Record<SourceId, readonly string[]>>;

/** What brings a source into scope that is read. */
const named = {
  aws: 'scope.aws of the configuration, credentials at hand, or --source aws would name it',
  github: 'scope.github of the configuration or --org would name it',
  gates: 'gates of the configuration, a folder artefacts, or --source gates would name it',
} as const satisfies Record<(typeof builtSources)[number], string>;

/** A source that is not examined. */
export interface LaterSource {
  readonly source: SourceId;
  /** Of a later version, or one that nothing names. */
  readonly state: 'not-built' | 'not-in-scope';
  readonly text: string;
}

/**
 * The sources that are not in scope, then those of later versions, and what will name them. Values of variables are not
 * shown.
 */
export function laterSources(
  environment: Readonly<Record<string, string | undefined>>,
  inScope: readonly SourceId[] = builtSources,
): readonly LaterSource[] {
  const others = builtSources
    .filter((source) => !inScope.includes(source))
    .map((source): LaterSource => ({ source, state: 'not-in-scope', text: `not in scope; ${named[source]}` }));
  const later = (['kubernetes', 'wallet'] as const).map((source): LaterSource => {
    const names = variables[source].map((name) =>
      (environment[name] ?? '') === '' ? `${name} would name it` : `${name} is set and left aside`,
    );
    return { source, state: 'not-built', text: ['not built yet in this version', ...names].join('; ') };
  });
  return [...others, ...later];
}
