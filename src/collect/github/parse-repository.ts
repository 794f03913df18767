import { z } from 'zod';
import type { FactKinds } from '../../core/fact.js';

// https://docs.github.com/en/rest/repos/repos#list-organization-repositories
const wireRepository = z.object({
  name: z.string(),
  owner: z.object({ login: z.string() }),
  private: z.boolean(),
  /** Not in the answers of every server version; `private` tells what matters of it. */
  visibility: z.enum(['public', 'private', 'internal']).optional(),
  fork: z.boolean(),
  archived: z.boolean(),
  default_branch: z.string(),
  /** In kilobytes, worked out once an hour. */
  size: z.int().optional(),
  pushed_at: z.iso.datetime({ offset: true }).nullish(),
});

/** A repository as GitHub tells it, before it is known whether it has a branch. */
export interface ListedRepository {
  /** Its name without the owner's. */
  readonly id: string;
  readonly owner: string;
  readonly data: FactKinds['github.repository'];
  /** Whether it may have no commit yet: GitHub names a default branch even then. */
  readonly mayBeEmpty: boolean;
  readonly pushedAt: string | null;
}

export function parseRepository(item: unknown): ListedRepository {
  const wire = wireRepository.parse(item);
  return {
    id: wire.name,
    owner: wire.owner.login,
    data: {
      id: `${wire.owner.login}/${wire.name}`,
      visibility: wire.visibility ?? (wire.private ? 'private' : 'public'),
      defaultBranch: wire.default_branch,
      isArchived: wire.archived,
      isFork: wire.fork,
    },
    mayBeEmpty: (wire.size ?? 0) === 0,
    pushedAt: wire.pushed_at ?? null,
  };
}
