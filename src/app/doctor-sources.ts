import type { SourceId } from '../core/scope.js';

/** What of the environment names a source; the artefacts of gates lie where the configuration says. */
const variables = {
  github: ['GITHUB_TOKEN'],
  kubernetes: ['KUBECONFIG'],
  gates: [],
  wallet: ['DATABASE_URL'],
} as const satisfies Partial<Record<SourceId, readonly string[]>>;

/** A source that this version does not read. */
export interface LaterSource {
  readonly source: SourceId;
  readonly state: 'not-built';
  readonly text: string;
}

/** The sources of later versions, and what of the environment will name them. Values of variables are not shown. */
export function laterSources(environment: Readonly<Record<string, string | undefined>>): readonly LaterSource[] {
  return (['github', 'kubernetes', 'gates', 'wallet'] as const).map((source) => {
    const names = variables[source].map((name) =>
      (environment[name] ?? '') === '' ? `${name} would name it` : `${name} is set and left aside`,
    );
    return { source, state: 'not-built', text: ['not built yet in this version', ...names].join('; ') };
  });
}
