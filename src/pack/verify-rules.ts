import { canonical } from '../core/json.js';
import { member } from './layout.js';
import { evidenceRootOf, type ManifestEntry } from './manifest.js';
import { countPopulations, countReads, digestsOf, type PackPredicate } from './predicate.js';
import type { PackReader } from './reader.js';

/** The rules in the pack have to be this tool's, all of them and to the byte; the parameters are the run's own. */
export function ruleFaults(entries: readonly ManifestEntry[], tool: ReadonlyMap<string, string>): readonly string[] {
  const packed = new Map(
    entries
      .filter(({ path }) => path.startsWith('rules/') && path !== member.parameters)
      .map(({ path, sha256 }) => [path, sha256]),
  );
  return [...new Set([...packed.keys(), ...tool.keys()])].flatMap((path) => {
    const [expected, got] = [tool.get(path), packed.get(path)];
    return expected === got ? [] : [`${path}: expected sha256 ${expected ?? 'of no file'}, got ${got ?? 'no file'}`];
  });
}

/** What the statement says of the pack has to follow from the pack. */
export async function statedFaults(
  pack: PackReader,
  entries: readonly ManifestEntry[],
  predicate: PackPredicate,
): Promise<readonly string[]> {
  const { packId, tool, declaredAt, runner, nonce } = await pack.run();
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['packId', packId, predicate.packId],
    ['tool.version', tool.version, predicate.tool.version],
    ['window.start', declaredAt, predicate.window.start],
    ['runner', runner, predicate.runner],
    ['nonce', nonce ?? null, predicate.nonce ?? null],
    ['evidenceRoot', evidenceRootOf(entries), predicate.evidenceRoot],
    ['digests', digestsOf(entries), predicate.digests],
    ['reads', countReads(await pack.recorded.summaries()), predicate.reads],
    ['populations', countPopulations(await pack.populations()), predicate.populations],
  ];
  return pairs.flatMap(([name, expected, got]) =>
    canonical(expected) === canonical(got)
      ? []
      : [`statement, ${name}: expected ${canonical(expected)}, got ${canonical(got)}`],
  );
}

/** Ten faults as one sentence, and how many more there are. */
export function firstOf(faults: readonly string[]): string {
  const shown = faults.slice(0, 10).join('; ');
  return faults.length > 10 ? `${shown}; and ${faults.length - 10} more` : shown;
}
