import type { Scope } from '../../core/scope.js';
import { collectDistributions } from './collect-cloudfront.js';
import { collectShield } from './collect-shield.js';
import { collectCloudFrontWaf } from './collect-waf.js';
import type { Reading } from '../reading/read-items.js';

/** Reads what AWS keeps once an account, in no region: each collector says of its kinds how complete they are. */
export async function collectAccount(reading: Reading, scope: Scope): Promise<void> {
  await Promise.all(accountCollectors.map((collect) => collect(reading, scope)));
}

type Collector = (reading: Reading, scope: Scope) => Promise<void>;

const accountCollectors: readonly Collector[] = [collectDistributions, collectShield, collectCloudFrontWaf];
