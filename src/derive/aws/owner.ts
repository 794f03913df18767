import type { Scope } from '../../core/scope.js';

interface Owned {
  readonly scope: Scope;
  readonly data: { readonly ownerId: string | null };
}

/**
 * The other account that owns the thing and shares it with the one that was shown it; null where it is that one's own, or
 * nothing says whose. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
 */
export function sharingOwner({ scope, data: { ownerId } }: Owned): string | null {
  return ownerId === null || scope.account === undefined || ownerId === scope.account ? null : ownerId;
}
