import type { Scope } from '../../core/scope.js';
import { userPoolsOf } from './parse-cognito.js';
import { coverIn } from './read-of.js';
import { type Reading } from '../reading/read-items.js';

/** Reads the user pools of a region. */
export async function collectUserPools(reading: Reading, scope: Scope): Promise<void> {
  await coverIn(reading, scope)('cognito-idp:ListUserPools', userPoolsOf(scope));
}
