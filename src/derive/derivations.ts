import { exposure } from './aws/exposure.js';
import { exposureBound } from './aws/exposure-bound.js';
import { internetEntry } from './aws/internet-entry.js';
import { internetEntryBound } from './aws/internet-entry-bound.js';
import { internetFacing } from './aws/internet-facing.js';
import { privateSubnet } from './aws/private-subnet.js';
import { subnetRouting } from './aws/subnet-routing.js';
import { effectiveProtection } from './aws/waf/effective-protection.js';
import type { Derivation } from './derivation.js';

/** Every derivation there is, whatever its source. */
export const derivations: readonly Derivation[] = [
  effectiveProtection,
  exposure,
  exposureBound,
  internetEntry,
  internetEntryBound,
  ...internetFacing,
  privateSubnet,
  subnetRouting,
];
