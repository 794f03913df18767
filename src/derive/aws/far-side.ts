import { AddressSet } from '../../core/net/address-set.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { shortList } from './short-list.js';

/** What lies behind the target of a route. */
export interface FarSide {
  /** In words: `10.1.0.0/16 of vpc-2`. */
  readonly name: string;
  /** The addresses that are known to be there. */
  readonly ranges: AddressSet;
  /** The addresses that may be there at most; more than the known ones only where there are gaps. */
  readonly possible: AddressSet;
  readonly gaps: readonly Gap[];
  /** What a default route there takes as well, which makes no wider route right. */
  readonly byDefault: AddressSet;
  /** What somebody who reads a pass should know; null: nothing. */
  readonly note: string | null;
  readonly evidence: readonly EvidenceRef[];
}

/** The far side whose ranges are all known. */
export function knownFarSide(
  ranges: AddressSet,
  of: string,
  evidence: readonly EvidenceRef[],
  note: string | null = null,
): FarSide {
  const name = `${rangesText(ranges)} of ${of}`;
  return { name, ranges, possible: ranges, gaps: [], byDefault: AddressSet.empty, note, evidence };
}

/** The far side of which nothing is known, so that it may be whatever was asked for. */
export function unknownFarSide(of: string, asked: AddressSet, gaps: readonly Gap[]): FarSide {
  const none = AddressSet.empty;
  return { name: of, ranges: none, possible: asked, gaps, byDefault: none, note: null, evidence: [] };
}

/** As a person reads them: the first few blocks, or `no address`. */
export function rangesText(ranges: AddressSet): string {
  return ranges.isEmpty() ? ranges.toString() : shortList(ranges.toCidrs());
}

export function unresolved(text: string): Gap {
  return { reason: 'unresolved', reads: [], text };
}
