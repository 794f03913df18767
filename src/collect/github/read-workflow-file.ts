import { z } from 'zod';
import type { EvidenceRef, Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Transport } from '../transport/transport.js';
import { WorkflowProblem } from './parse-workflow-yaml.js';
import { readOf } from './read-of.js';
import type { TreeEntry } from './read-tree.js';

/** Bytes; nobody writes a workflow as large. */
const largest = 1_000_000;

/** As the caller decoded it; what was redacted is no text. */
const wireBlob = z.object({ body: z.object({ content: z.string(), encoding: z.literal('utf-8') }) });

export type ReadFile<T> =
  | { readonly value: T; readonly evidence: readonly EvidenceRef[]; readonly gap: null }
  | { readonly value: null; readonly gap: Gap };

/** What a file's text says; a gap that names file and line where it could not be read or understood. */
export async function readWorkflowFile<T>(
  transport: Transport,
  scope: Scope,
  { path, sha, size, evidence, text: told = null }: TreeEntry,
  parse: (source: string) => T,
): Promise<ReadFile<T>> {
  const reads = [evidence.read];
  if (size !== null && size > largest) {
    const text = `${path} of ${size} bytes is larger than the ${largest} that are read of a workflow`;
    return { value: null, gap: { reason: 'unsupported', reads, text } };
  }
  if (told !== null) return parsed(path, told, { found: [evidence], source: evidence }, parse);
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}', { file_sha: sha });
  const { pages, coverage } = await readAnswer(
    transport,
    request,
    '/body/content',
    (page) => wireBlob.parse(page).body.content,
  );
  const [page] = pages;
  if (coverage.gap !== null) return { value: null, gap: coverage.gap };
  if (page === undefined)
    return { value: null, gap: { reason: 'incomplete', reads, text: `${path} came without text` } };
  return parsed(path, page.value, { found: [evidence, page.evidence], source: page.evidence }, parse);
}

function parsed<T>(
  path: string,
  text: string,
  { found, source }: { readonly found: readonly EvidenceRef[]; readonly source: EvidenceRef },
  parse: (source: string) => T,
): ReadFile<T> {
  try {
    return { value: parse(text), evidence: found, gap: null };
  } catch (error) {
    if (!(error instanceof WorkflowProblem)) throw error;
    const problem = `${path}:${error.line}: ${error.message}`;
    return { value: null, gap: { reason: 'unsupported', reads: [source.read], text: problem } };
  }
}
