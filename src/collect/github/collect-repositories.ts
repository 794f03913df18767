import type { Scope } from '../../core/scope.js';
import type { Reading } from '../reading/read-items.js';
import type { Repository } from './collect.js';

export async function collectRepositories(
  _reading: Reading,
  _scope: Scope,
  _globs: readonly string[],
): Promise<readonly Repository[]> {
  return [];
}
