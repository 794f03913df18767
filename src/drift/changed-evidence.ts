import type { Finding } from '../core/finding.js';
import { byCodeUnit } from '../core/json.js';

/**
 * Whether two findings of one outcome rest on other grounds: another observation, reason or exception, or other places of
 * evidence. The positions of items in a list are left aside: they move when a neighbour comes or goes.
 */
export function isEvidenceChanged(before: Finding, after: Finding): boolean {
  return (
    before.observed !== after.observed ||
    before.reason !== after.reason ||
    before.exception !== after.exception ||
    places(before) !== places(after)
  );
}

function places({ evidence }: Finding): string {
  const found = evidence.map(({ read, pointer }) => `${read} ${pointer.replaceAll(/\/\d+(?=\/|$)/gu, '/*')}`);
  return [...new Set(found)].sort(byCodeUnit).join('\n');
}
