import type { Fact, FactView } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';

/** Whether a group belongs to the cardholder data environment, and why. */
export type CdeMembership =
  | { readonly state: 'in' | 'out'; readonly why: string; readonly evidence: readonly EvidenceRef[] }
  | { readonly state: 'unknown'; readonly gaps: readonly Gap[] };

/**
 * A group is in the CDE when it has the CDE's tags, all of them, or an interface that uses it does. Where no tags tell
 * the CDE apart, everything that is audited is in it.
 */
export function cdeMembership(
  group: Fact<'aws.ec2.security-group'>,
  cde: FactView<'cde'>,
  interfaces: FactView<'aws.ec2.network-interface'>,
): CdeMembership {
  const definition = cde.get('cde');
  if (definition.state === 'unknown') return { state: 'unknown', gaps: definition.gaps };
  const wanted = definition.state === 'found' ? definition.value.data.awsTags : null;
  const evidence = definition.state === 'found' ? definition.value.evidence : [];
  if (wanted === null) return { state: 'in', why: 'everything audited is', evidence };
  const tags = Object.entries(wanted);
  const text = tags.map(([key, value]) => `${key}=${value}`).join(', ');
  const has = (resource: { readonly tags: Readonly<Record<string, string>> }): boolean =>
    tags.every(([key, value]) => resource.tags[key] === value);
  if (has(group.data)) return { state: 'in', why: `tagged ${text}`, evidence };
  const users = interfaces.where('groupIds', group.id);
  if (users.state === 'unknown') return { state: 'unknown', gaps: users.gaps };
  const tagged = users.state === 'found' ? users.value.find(({ data }) => has(data)) : undefined;
  if (tagged === undefined)
    return { state: 'out', why: `neither it nor an interface of it is tagged ${text}`, evidence };
  return { state: 'in', why: `${tagged.id} has it and is tagged ${text}`, evidence: [...evidence, ...tagged.evidence] };
}
