import { z } from 'zod';
import type { FactSink } from '../../core/fact.js';
import { byCodeUnit } from '../../core/json.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import { type Gate, gates } from '../../facts/gates/gate.js';
import { gatesFacts } from '../../facts/gates.js';
import { forEachPage } from '../transport/drain.js';
import type { Transport } from '../transport/transport.js';
import { gatesRead, gatesScope, readHead, readThrough } from './read-file.js';
import { type Reader, ReaderProblem, type Summary } from './reader.js';
import { readers } from './readers.js';
import { parseStatement, type Statement, statedOf, statementPath } from './statement.js';

/** A file of more is refused unread: no gate's own artefact is that large. */
const maxBytes = 1024 ** 3;

/** Whether a gate is expected of this build, and why. */
interface Expected {
  readonly gate: Gate;
  readonly isExpected: boolean;
  readonly why: string;
}

interface GatesInput {
  readonly transport: Transport;
  readonly sink: FactSink;
  /** What the run states; a gate that it does not name is not expected. */
  readonly expectations: readonly Expected[];
  readonly readers?: readonly Reader[];
}

const listing = z.strictObject({
  entries: z.array(
    z.strictObject({ path: z.string(), size: z.int().nonnegative(), modifiedAt: z.iso.datetime({ precision: 3 }) }),
  ),
});
type Entry = z.infer<typeof listing>['entries'][number];

interface Listed {
  readonly entries: readonly Entry[];
  /** Why there may be more; null where there is not. A folder that does not exist holds no files, which is an answer. */
  readonly gap: Gap | null;
  readonly evidence: EvidenceRef;
}

/** One fact a gate, whether it has files or not, from what lies in the folder of artefacts. */
export async function collectGates({
  transport,
  sink,
  expectations,
  readers: known = readers,
}: GatesInput): Promise<void> {
  const listed = await list(transport);
  const files = await readFiles(transport, listed, known);
  for (const gate of gates) {
    const kind = `gates.${gate}` as const;
    const reads = [{ key: listed.evidence.read, operation: 'dir:List' }];
    sink.covered(kind, gatesScope, { gap: null, reads, delivered: listed.gap === null });
    if (listed.gap !== null) sink.gap(kind, gatesScope, gate, listed.gap);
    else put(sink, kind, gate, { files: files.filter((file) => file.gate === gate), listed, expectations });
  }
}

type GateKind = `gates.${Gate}`;

interface Put {
  readonly files: readonly GateFile[];
  readonly listed: Listed;
  readonly expectations: readonly Expected[];
}

function put(sink: FactSink, kind: GateKind, gate: Gate, { files, listed, expectations }: Put): void {
  const expected = expectations.find((each) => each.gate === gate);
  const base = {
    id: gate,
    isExpected: expected?.isExpected ?? false,
    why: expected?.why ?? 'the run does not name it',
  };
  const artefacts = files.map(({ artefact }) => {
    const parsed = gatesFacts[kind].safeParse({ ...base, artefacts: [artefact] });
    return parsed.success ? artefact : { ...artefact, content: null, problem: uncountable(parsed.error) };
  });
  const data = gatesFacts[kind].parse({ ...base, artefacts });
  const evidence = [listed.evidence, ...files.map((file) => file.evidence)];
  sink.fact({ kind, id: gate, name: null, scope: gatesScope, data, evidence });
}

/** Counts may add up to more than a number can hold. */
function uncountable({ issues: [issue] }: z.ZodError): object {
  const at = (issue?.path ?? []).slice(2).map(String).join('.');
  return {
    kind: 'wrong-format',
    text: `what the file says cannot be kept: ${at}: ${issue?.message ?? ''}`,
    line: null,
  };
}

async function list(transport: Transport): Promise<Listed> {
  const entries: Entry[] = [];
  const problems: string[] = [];
  const ending = await forEachPage(transport, gatesRead('dir:List'), ({ response }) => {
    const parsed = listing.safeParse(response);
    if (parsed.success) entries.push(...parsed.data.entries);
    else problems.push(`dir:List is not of the documented shape: ${parsed.error.issues[0]?.message ?? ''}`);
  });
  const gap = ending.outcome === 'absent' ? null : ending.gap;
  const [problem] = problems;
  return {
    entries: entries.sort((a, b) => byCodeUnit(a.path, b.path)),
    gap: gap ?? (problem === undefined ? null : { reason: 'unsupported', reads: [ending.key], text: problem }),
    evidence: { read: ending.key, page: 0, pointer: '' },
  };
}

interface GateFile {
  readonly gate: Gate;
  /** Of the shape of the gate's fact, which the fact's schema holds it to. */
  readonly artefact: object;
  readonly evidence: EvidenceRef;
}

async function readFiles(transport: Transport, listed: Listed, known: readonly Reader[]): Promise<readonly GateFile[]> {
  const statement = await readStatement(transport, listed.entries);
  const files: GateFile[] = [];
  // One after another: they are on one disk, and each is parsed as it comes.
  for (const entry of listed.entries) {
    const place = { transport, known, statement, listed: listed.evidence };
    const file = entry.path === statementPath ? null : await readEntry(place, entry);
    if (file !== null) files.push(file);
  }
  return files;
}

async function readStatement(transport: Transport, entries: readonly Entry[]): Promise<Statement> {
  const entry = entries.find(({ path }) => path === statementPath);
  if (entry === undefined) return null;
  if (entry.size > maxStatementBytes) return { problem: `build.json is larger than ${maxStatementBytes} bytes` };
  const parts: string[] = [];
  const reader = { start: () => ({ push: (text: string) => parts.push(text), end: () => nothingSaid }) };
  const { result } = await readThrough(transport, statementPath, reader);
  return result instanceof ReaderProblem
    ? { problem: `build.json could not be read: ${result.message}` }
    : parseStatement(parts.join(''));
}

/** Ten thousand names and digests. */
const maxStatementBytes = 4 * 1024 ** 2;

const nothingSaid: Summary = { content: null, writtenAt: null, commit: null };

interface Place {
  readonly transport: Transport;
  readonly known: readonly Reader[];
  readonly statement: Statement;
  readonly listed: EvidenceRef;
}

/** What the file is to a gate; null where it is nothing that any reader knows. */
async function readEntry({ transport, known, statement, listed }: Place, entry: Entry): Promise<GateFile | null> {
  const { path, size } = entry;
  const candidates = known.filter(({ extensions }) => extensions.some((each) => path.toLowerCase().endsWith(each)));
  if (candidates.length === 0) return null;
  const failed = (problem: ReaderProblem, evidence: EvidenceRef): GateFile | null => {
    const named = candidates.find((reader) => reader.isNamed(path));
    if (named === undefined) return null;
    const artefact = artefactOf(entry, named.format, problem, statedOf(statement, path, null));
    return { gate: named.gate, artefact, evidence };
  };
  if (size > maxBytes) {
    return failed(new ReaderProblem('too-large', `expected at most ${maxBytes} bytes, got ${size}`), listed);
  }
  const { head, evidence } = await readHead(transport, path);
  if (head instanceof ReaderProblem) return failed(head, evidence);
  const reader = candidates.find((each) => each.recognises({ path, head }));
  if (reader === undefined) return failed(unlike(candidates, path, head), evidence);
  const read = await readThrough(transport, path, reader);
  const stated = statedOf(statement, path, read.sha256);
  return {
    gate: reader.gate,
    artefact: artefactOf(entry, reader.format, read.result, stated),
    evidence: read.evidence,
  };
}

function unlike(candidates: readonly Reader[], path: string, head: string): ReaderProblem {
  const named = candidates.filter((reader) => reader.isNamed(path));
  const formats = named.map(({ format }) => format).join(' or ');
  if (head.trim() === '') return new ReaderProblem('empty', `expected ${formats}, got an empty file`);
  if (/^\s*(?:\{\s*\}|\[\s*\])\s*$/.test(head))
    return new ReaderProblem('empty', `expected ${formats}, got one that lists nothing`);
  const start = JSON.stringify(head.trimStart().slice(0, 40));
  return new ReaderProblem('wrong-format', `expected ${formats}, got a file that begins with ${start}`, 1);
}

function artefactOf(
  { path, size, modifiedAt }: Entry,
  format: string,
  result: Summary | ReaderProblem,
  statement: object | null,
): object {
  const common = { path, format, sizeBytes: size, statement };
  if (result instanceof ReaderProblem) {
    const { kind, message: text, line } = result;
    return { ...common, writtenAt: modifiedAt, problem: { kind, text, line }, content: null };
  }
  const { content, writtenAt, commit } = result;
  const time = writtenAt === null ? { writtenAt: modifiedAt } : { writtenAt, timeFrom: 'content' };
  return { ...common, ...time, commit, content };
}
