/** What `uses:` names. */
export type Uses =
  /** In the repository itself: the path from its root, without `./` and a slash at its end; '' for the root. */
  | { readonly kind: 'local'; readonly path: string }
  /** `docker://image`, without the scheme. */
  | { readonly kind: 'docker'; readonly image: string }
  | {
      readonly kind: 'repository';
      readonly owner: string;
      readonly repo: string;
      /** Of the action's folder or the workflow's file; '' for the root. */
      readonly path: string;
      readonly ref: string;
    }
  /** Nothing that GitHub takes: no reference, or an expression, which it does not resolve here. */
  | { readonly kind: 'invalid' };

// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses
export function parseUses(text: string): Uses {
  const uses = text.trim();
  if (uses.includes('${{')) return { kind: 'invalid' };
  if (uses.startsWith('docker://')) return { kind: 'docker', image: uses.slice('docker://'.length) };
  if (uses.startsWith('./')) return { kind: 'local', path: uses.slice('./'.length).replace(/\/+$/u, '') };
  const [, owner, repo, path, ref] = /^([\w.-]+)\/([\w.-]+)((?:\/[^@]*)?)@(\S+)$/u.exec(uses) ?? [];
  if (owner === undefined || repo === undefined || path === undefined || ref === undefined) return { kind: 'invalid' };
  return { kind: 'repository', owner, repo, path: path.replace(/^\/+|\/+$/gu, ''), ref };
}

/** Where a file that calls others lives, if not in the audited repository itself. */
export interface Home {
  readonly owner: string;
  readonly repo: string;
  readonly ref: string;
}

/** A file that is called: the kind and id of its fact, and whose it is; `home` null for the audited repository's own. */
export interface Called {
  readonly kind: 'github.workflow' | 'github.called-workflow' | 'github.action';
  readonly id: string;
  readonly home: Home | null;
  /** Of the workflow's file, or of the folder of the action. */
  readonly path: string;
}

/**
 * What a job (a workflow) or a step (an action) calls; null for what is of others than the organization, or is no file.
 * A local workflow is one beside its caller, a local action one in the checkout, which is of the audited repository.
 */
export function calledBy(text: string, by: 'job' | 'step', home: Home | null, org: string): Called | null {
  const uses = parseUses(text);
  if (uses.kind === 'local') {
    if (by === 'step') return { kind: 'github.action', id: `./${uses.path}`, home: null, path: uses.path };
    return home === null
      ? { kind: 'github.workflow', id: uses.path, home, path: uses.path }
      : { kind: 'github.called-workflow', id: idOf(home, uses.path), home, path: uses.path };
  }
  if (uses.kind !== 'repository' || !isOf(uses.owner, org)) return null;
  const { path } = uses;
  const there = { owner: uses.owner, repo: uses.repo, ref: uses.ref };
  const kind = by === 'job' ? 'github.called-workflow' : 'github.action';
  return { kind, id: idOf(there, path), home: there, path };
}

/** The organization of `org/repo`. */
export function orgOf(repository: string): string {
  return repository.slice(0, repository.indexOf('/'));
}

/** Names of organizations are the same in any case. */
export function isOf(owner: string, org: string): boolean {
  return owner.toLowerCase() === org.toLowerCase();
}

function idOf({ owner, repo, ref }: Home, path: string): string {
  return `${owner}/${repo}${path === '' ? '' : `/${path}`}@${ref}`;
}
