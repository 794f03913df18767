import { closest } from 'fastest-levenshtein';
import { PrepayError } from '../../core/errors.js';
import type { Coverage } from '../../core/fact.js';
import type { Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { regions as regionParser } from './parse-account.js';
import { readOf } from './read-of.js';
import { type Reading, readFacts } from '../reading/read-items.js';

export interface RegionChoice {
  readonly readable: readonly string[];
  /** Regions that were named but are not enabled for the account. */
  readonly disabled: readonly { readonly region: string; readonly gap: Gap }[];
  /** Why there may be more regions than these; null where there are none. */
  readonly rest: Gap | null;
}

interface Wanted {
  readonly regions: readonly string[] | 'all';
  readonly homeRegion: string;
}

/** Which regions to read, after DescribeRegions has said which there are. Throws PREPAY_UNKNOWN_REGION. */
export async function collectRegions(reading: Reading, scope: Scope, wanted: Wanted): Promise<RegionChoice> {
  const isEnabled = new Map<string, boolean>();
  const request = readOf(scope, 'ec2:DescribeRegions', { AllRegions: true });
  const coverage = await readFacts(reading, request, regionParser, ({ data }) =>
    isEnabled.set(data.id, data.isEnabled),
  );
  reading.sink.covered(regionParser.kind, scope, coverage);
  return wanted.regions === 'all'
    ? everyRegion(isEnabled, coverage, wanted.homeRegion)
    : namedRegions(isEnabled, coverage, wanted.regions, scope);
}

/** With the list of regions incomplete, the home region is read all the same, and what may be missing is a gap. */
function everyRegion(isEnabled: ReadonlyMap<string, boolean>, { gap }: Coverage, homeRegion: string): RegionChoice {
  const enabled = [...isEnabled].flatMap(([region, enabledHere]) => (enabledHere ? [region] : []));
  if (gap === null) return { readable: enabled, disabled: [], rest: null };
  const rest = { ...gap, text: `other regions may be in use: ${gap.text}` };
  return { readable: [...enabled, homeRegion], disabled: [], rest };
}

function namedRegions(
  isEnabled: ReadonlyMap<string, boolean>,
  { gap, reads }: Coverage,
  names: readonly string[],
  scope: Scope,
): RegionChoice {
  const unknown = gap === null ? names.find((name) => !isEnabled.has(name)) : undefined;
  if (unknown !== undefined) {
    throw new PrepayError(
      'PREPAY_UNKNOWN_REGION',
      `no region of account ${scope.account ?? ''} is called ${unknown}`,
      `Did you mean ${closest(unknown, [...isEnabled.keys()])}?`,
    );
  }
  const isDisabled = (name: string) => isEnabled.get(name) === false;
  const notEnabled = (region: string): Gap => ({
    reason: 'failed',
    reads: reads.map(({ key }) => key),
    text: `region ${region} is not enabled for account ${scope.account ?? ''}`,
  });
  return {
    readable: names.filter((name) => !isDisabled(name)),
    disabled: [...new Set(names.filter(isDisabled))].map((region) => ({ region, gap: notEnabled(region) })),
    rest: null,
  };
}
