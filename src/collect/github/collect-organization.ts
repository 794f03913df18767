import type { Scope } from '../../core/scope.js';
import type { Reading } from '../reading/read-items.js';

export async function collectOrganization(_reading: Reading, _scope: Scope): Promise<void> {
  // Written by its own slice.
}
