import { shortList } from '../short-list.js';
import type { ProtectionCell } from './cells.js';

/** `xss (941) count by crs / CrossSiteScripting_BODY (crs / CrossSiteScripting_BODY only counts)`, less what says nothing. */
export function cellText({ category, files, action, by, why }: ProtectionCell): string {
  const what = action === 'block' ? '' : ` ${action}`;
  const through = by.length === 0 ? '' : ` by ${shortList(by)}`;
  const because = why.length === 0 ? '' : ` (${shortList(why, '; ')})`;
  return `${category} (${files})${what}${through}${because}`;
}
