import type { Reading } from '../reading/read-items.js';
import type { Repository } from './collect.js';

export async function collectBranches(_reading: Reading, _repository: Repository): Promise<void> {
  // Written by its own slice.
}
