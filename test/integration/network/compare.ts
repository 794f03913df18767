import type { Finding } from '../../../src/core/finding.js';
import type { Section } from '../planted/table.js';
import { network, type Planted } from './plant.js';

const controls: ReadonlySet<string> = new Set(network);
const keyOf = (one: Pick<Planted, 'control' | 'region' | 'id'>) => `${one.control} ${one.region} ${one.id}`;
const keyOfFinding = ({ control, resource }: Finding) => `${control} ${resource.scope.region ?? ''} ${resource.id}`;

/** What was found of each plant, in their order: its outcome, or `nothing`. */
export function foundOfEach(planted: readonly Planted[], findings: readonly Finding[]): string[] {
  const found = new Map(findings.map((finding) => [keyOfFinding(finding), finding.outcome]));
  return planted.map((one) => found.get(keyOf(one)) ?? 'nothing');
}

/** The verdicts of the network's controls on what nobody planted. */
export function others(planted: readonly Planted[], findings: readonly Finding[]): Finding[] {
  const known = new Set(planted.map(keyOf));
  return findings.filter((finding) => controls.has(finding.control) && !known.has(keyOfFinding(finding)));
}

/** One line for each of them that is no pass, though it applies. */
export function alarmsIn(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ outcome }) => outcome !== 'pass' && outcome !== 'not-applicable')
    .map(
      ({ control, outcome, resource, observed }) =>
        `${outcome}: ${control} ${resource.id} ${resource.name ?? ''}: ${observed}`,
    );
}

/** What was planted there and found, for the table. */
export function sectionOf(title: string, planted: readonly Planted[], findings: readonly Finding[]): Section {
  const found = foundOfEach(planted, findings);
  return {
    title,
    rows: planted.map((one, index) => ({ ...one, found: found[index] ?? 'nothing' })),
    compared: planted.length + others(planted, findings).length,
  };
}
