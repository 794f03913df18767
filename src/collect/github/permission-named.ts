import type { Coverage } from '../../core/fact.js';
import { githubOperations } from './operations.js';

/** The coverage, with the permission that the token lacks in its text where GitHub refused the read. */
export function permissionNamed(coverage: Coverage): Coverage {
  const { gap, reads } = coverage;
  if (gap?.reason !== 'denied') return coverage;
  const permissions = new Set(reads.flatMap(({ operation }) => githubOperations.get(operation)?.permissions ?? []));
  if (permissions.size === 0) return coverage;
  return { ...coverage, gap: { ...gap, text: `${gap.text}; the token needs ${[...permissions].join(', ')}` } };
}
