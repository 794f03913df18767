import { type CheckResult, notApplicable, unknown } from '../../core/check.js';
import type { Fact, FactView } from '../../core/fact.js';

type OfRegion = 'aws.guardduty.region-detector' | 'aws.guardduty.region-findings';

/**
 * The verdict on what GuardDuty says of the region, by `judge`; without it where the region is not enabled for the
 * account, where the run does not audit it, and where what GuardDuty says could not be read.
 */
export function whereAudited<K extends OfRegion>(
  { id, data }: Fact<'aws.region'>,
  view: FactView<K>,
  judge: (fact: Fact<K>) => CheckResult,
): CheckResult {
  if (!data.isEnabled) return notApplicable('not-enabled', `${id} is not enabled for the account`);
  const found = view.get(id);
  switch (found.state) {
    case 'found':
      return judge(found.value);
    case 'absent':
      return notApplicable('out-of-scope', `${id} is not among the regions that this run audits`);
    case 'unknown':
      return unknown(`what GuardDuty does in ${id} cannot be said`, found.gaps);
  }
}
