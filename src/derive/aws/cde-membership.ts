import type { Fact, FactView, Lookup } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { isRedacted } from './redacted-text.js';

/** Whether something belongs to the cardholder data environment, and why. */
export type CdeMembership =
  | { readonly state: 'in' | 'out'; readonly why: string; readonly evidence: readonly EvidenceRef[] }
  | { readonly state: 'unknown'; readonly gaps: readonly Gap[] };

/** A place that something is in, whose tags count for it. */
export type Place = Fact<'aws.ec2.vpc' | 'aws.ec2.network-interface' | 'aws.ec2.instance' | 'aws.ec2.subnet'>;

/**
 * In the CDE is what has the CDE's tags, all of them, or is in a place that has. Where no tags tell the CDE apart,
 * everything that is audited is in it.
 *
 * @param placesOf gives each place once it is asked for, and notes what could not be looked up
 */
export function membershipOf(
  ownTags: Readonly<Record<string, string>>,
  cde: FactView<'cde'>,
  placesOf: (gaps: Gap[]) => Iterable<Place>,
): CdeMembership {
  const definition = cde.get('cde');
  if (definition.state === 'unknown') return { state: 'unknown', gaps: definition.gaps };
  const wanted = definition.state === 'found' ? definition.value.data.awsTags : null;
  const evidence = definition.state === 'found' ? definition.value.evidence : [];
  if (wanted === null) return { state: 'in', why: 'everything audited is', evidence };
  const tags = Object.entries(wanted);
  const text = tags.map(([key, value]) => `${key}=${value}`).join(', ');
  if (tags.every(([key, value]) => ownTags[key] === value)) return { state: 'in', why: `tagged ${text}`, evidence };
  const gaps: Gap[] = hiddenIn(ownTags, tags, 'its own');
  for (const place of placesOf(gaps)) {
    if (tags.some(([key, value]) => place.data.tags[key] !== value)) {
      gaps.push(...hiddenIn(place.data.tags, tags, `that of ${place.id}`));
      continue;
    }
    return { state: 'in', why: `${place.id} is tagged ${text}`, evidence: [...evidence, ...place.evidence] };
  }
  if (gaps.length > 0) return { state: 'unknown', gaps };
  return { state: 'out', why: `neither it nor what it is on is tagged ${text}`, evidence };
}

/** The wanted tags whose values nobody can read; none where another of the tags says that it is not the CDE's. */
function hiddenIn(
  tags: Readonly<Record<string, string>>,
  wanted: readonly (readonly [string, string])[],
  whose: string,
): Gap[] {
  const differing = wanted.filter(([key, value]) => tags[key] !== value);
  const hidden = differing.filter(([key]) => isRedacted(tags[key] ?? ''));
  if (hidden.length < differing.length) return [];
  return hidden.map(([key]) => ({ reason: 'hidden', reads: [], text: `a tag was redacted: ${key}, ${whose}` }));
}

export function found(lookup: Lookup<Place>, gaps: Gap[]): Place[] {
  if (lookup.state === 'unknown') gaps.push(...lookup.gaps);
  return lookup.state === 'found' ? [lookup.value] : [];
}
