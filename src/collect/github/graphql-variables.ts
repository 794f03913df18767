import { z } from 'zod';
import type { ReadRequest } from '../../core/read.js';

const named = z.object({ branch: z.string() });

/** The variables of a query on a repository: whose it is, and what of the branch in the input it asks for. */
export function variablesOf({ scope, input }: ReadRequest): Readonly<Record<string, string>> {
  const { branch } = named.parse(input);
  const ref = `refs/heads/${branch}`;
  return { owner: scope.org ?? '', name: scope.repo ?? '', branch, ref, workflows: `${ref}:.github/workflows` };
}
