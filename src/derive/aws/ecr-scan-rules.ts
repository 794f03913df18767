import { isGlobMatch } from '../../core/glob.js';
import type { FactKinds } from '../../core/fact.js';

type Registry = FactKinds['aws.ecr.registry'];
type ScanFrequency = Registry['rules'][number]['frequency'];

const strongest: readonly ScanFrequency[] = ['CONTINUOUS_SCAN', 'SCAN_ON_PUSH', 'MANUAL'];

/**
 * How the registry's rules have a repository of that name scanned; null where none is about it. Of several rules the
 * continuous one holds. Enhanced scanning without any rule is `unsaid`: it covers everything by default, and nothing that
 * no filter matches. https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
export function scanFrequency(
  { scanType, rules }: Pick<Registry, 'scanType' | 'rules'>,
  repositoryName: string,
): ScanFrequency | 'unsaid' | null {
  if (scanType === 'ENHANCED' && rules.length === 0) return 'unsaid';
  const about = rules.filter(({ filters }) => filters.some((filter) => isScanFilterMatch(filter, repositoryName)));
  return strongest.find((frequency) => about.some((rule) => rule.frequency === frequency)) ?? null;
}

/** A filter without a wildcard is about every name that contains it, one with a wildcard about names that it is the whole of. */
export function isScanFilterMatch(filter: string, repositoryName: string): boolean {
  return filter.includes('*') ? isGlobMatch(filter, repositoryName) : repositoryName.includes(filter);
}
