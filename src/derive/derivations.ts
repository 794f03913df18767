import { exposure } from './aws/exposure.js';
import { exposureBound } from './aws/exposure-bound.js';
import { internetEntry } from './aws/internet-entry.js';
import { internetEntryBound } from './aws/internet-entry-bound.js';
import { privateSubnet } from './aws/private-subnet.js';
import { subnetRouting } from './aws/subnet-routing.js';
import type { Derivation } from './derivation.js';

/** Every derivation there is, whatever its source. */
export const derivations: readonly Derivation[] = [
  exposure,
  exposureBound,
  internetEntry,
  internetEntryBound,
  privateSubnet,
  subnetRouting,
];
