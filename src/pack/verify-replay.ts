import { byFinding, type Finding } from '../core/finding.js';
import { canonical, sha256Hex } from '../core/json.js';
import { scopeId } from '../core/scope.js';
import { member } from './layout.js';
import type { ManifestEntry } from './manifest.js';
import { parseAs } from './parse.js';
import type { PackReader } from './reader.js';
import { placedLines } from './recording-scan.js';
import { finding } from './schemas.js';

/** What judging the recording again came to. */
export interface ReplayResult {
  /** In the order of findings.jsonl. */
  readonly findings: Iterable<Finding> | AsyncIterable<Finding>;
  /** Every other file that follows (`scope.json`, `results/clauses.json`, reports, …), in the bytes that a run writes. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
}

/** One place where the replay came to something else than the pack says. */
export interface Difference {
  /** `no-world-open-admin-ports on sg-1 in 111122223333/eu-west-1`, or a path. */
  readonly what: string;
  readonly packed: string | null;
  readonly replayed: string | null;
}

/** Where the pack's results differ, in any byte, from what a replay of its recording comes to; at most `most`. */
export async function compareReplay(
  pack: PackReader,
  entries: readonly ManifestEntry[],
  replayed: ReplayResult,
  most: number,
): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  for await (const difference of allDifferences(pack, entries, replayed)) {
    differences.push(difference);
    if (differences.length >= most) break;
  }
  return differences;
}

async function* allDifferences(
  pack: PackReader,
  entries: readonly ManifestEntry[],
  replayed: ReplayResult,
): AsyncGenerator<Difference> {
  yield* findingDifferences(pack, replayed.findings);
  const packed = new Map(entries.map(({ path, sha256 }) => [path, sha256]));
  for (const path of new Set([...[...packed.keys()].filter(isResult), ...replayed.files.keys()])) {
    const again = replayed.files.get(path) ?? null;
    if (again !== null && packed.get(path) === sha256Hex(again)) continue;
    if (again instanceof Uint8Array) {
      // Bytes tell a reader nothing: their digests say that they differ.
      yield { what: path, packed: packed.get(path) ?? null, replayed: sha256Hex(again) };
      continue;
    }
    yield { what: path, packed: packed.has(path) ? await pack.text(path) : null, replayed: again };
  }
}

function isResult(path: string): boolean {
  return path === member.scope || (/^(?:results|samples|reports)\//.test(path) && path !== member.findings);
}

/** Both sides are in the same order, so one pass finds what is only on one side, and what is on both but not equal. */
async function* findingDifferences(pack: PackReader, findings: ReplayResult['findings']): AsyncGenerator<Difference> {
  const left = packedFindings(pack);
  const right = replayedFindings(findings);
  try {
    let a = await next(left);
    let b = await next(right);
    while (a !== null || b !== null) {
      const order = a === null ? 1 : b === null ? -1 : byFinding(a.finding, b.finding);
      if (order !== 0 || a?.text !== b?.text) {
        yield {
          what: name(order <= 0 ? a : b),
          packed: order <= 0 ? (a?.text ?? null) : null,
          replayed: order >= 0 ? (b?.text ?? null) : null,
        };
      }
      if (order <= 0) a = await next(left);
      if (order >= 0) b = await next(right);
    }
  } finally {
    await left.return(undefined);
    await right.return(undefined);
  }
}

interface FindingLine {
  readonly finding: Finding;
  readonly text: string;
}

async function* packedFindings(pack: PackReader): AsyncGenerator<FindingLine, void> {
  for await (const { text, place } of placedLines(pack.path, member.findings)) {
    yield { finding: parseAs(finding, text, member.findings, place.line), text };
  }
}

async function* replayedFindings(findings: ReplayResult['findings']): AsyncGenerator<FindingLine, void> {
  for await (const each of findings) yield { finding: each, text: canonical(each) };
}

async function next(lines: AsyncGenerator<FindingLine, void>): Promise<FindingLine | null> {
  const result = await lines.next();
  return result.done === true ? null : result.value;
}

function name(line: FindingLine | null): string {
  if (line === null) return member.findings;
  const { control, resource } = line.finding;
  return `${control} on ${resource.id} in ${scopeId(resource.scope)}`;
}
