import type { AddressSet } from '../../core/net/address-set.js';
import { type FarSide, rangesText, unknownFarSide } from './far-side.js';
import { carriedBy, type CarriedViews } from './transit-carried.js';
import { type TransitTableViews, weighingTable } from './transit-attachment.js';

export type TransitViews = TransitTableViews & CarriedViews;

/**
 * What a transit gateway carries of what a VPC sends it: the active routes of the table that its attachment is
 * associated with, those back to the VPC itself aside.
 */
export function transitFarSide(id: string, vpcId: string, asked: AddressSet, views: TransitViews): FarSide {
  const weighing = weighingTable(id, vpcId, views);
  if ('gaps' in weighing) return unknownFarSide(id, asked, weighing.gaps);
  const { attachment, table } = weighing;
  const { specific, byDefault, defaults, doubtful, gaps, evidence } = carriedBy(table, attachment.id, asked, views);
  const ranges = specific.union(byDefault);
  const what = defaults.isEmpty() ? `what ${table.id} carries` : `the specific routes of ${table.id}`;
  return {
    name: `${what} (${rangesText(specific)})`,
    ranges,
    possible: ranges.union(doubtful),
    gaps,
    byDefault: defaults,
    note: byDefault.overlaps(asked.subtract(specific)) ? `a default route of ${table.id} takes it on` : null,
    evidence: [...attachment.evidence, ...table.evidence, ...evidence],
  };
}
