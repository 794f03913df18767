import type { ReadSummary, ScopeFile } from '../core/run.js';
import { scopeId } from '../core/scope.js';
import type { Unreadable } from './model-types.js';
import { readWord } from './words.js';

/** Whether a read gave no full answer. `absent` is an answer. */
export function isUnreadable({ outcome }: Pick<ReadSummary, 'outcome'>): boolean {
  return outcome !== 'complete' && outcome !== 'absent';
}

/** Every read without a full answer: those of results/reads.json, then what scope.json alone names. */
export function unreadableReads(scope: ScopeFile, reads: readonly ReadSummary[]): readonly Unreadable[] {
  const known = new Set(reads.map(({ key }) => key));
  const listed = reads.filter(isUnreadable).map((read) => ({
    key: read.key,
    source: read.source,
    scope: scopeId(read.scope),
    operation: read.operation,
    outcome: read.outcome,
    why: readWord(read.outcome),
    pages: read.pages,
    attempts: read.attempts,
    error: read.error,
    file: read.file,
    command: read.command,
  }));
  const named = scope.unreadable
    .filter((read) => !known.has(read.key))
    .map((read) => ({
      key: read.key,
      source: read.scope.source,
      scope: scopeId(read.scope),
      operation: read.operation,
      outcome: read.outcome,
      why: readWord(read.outcome),
      pages: read.pages,
      attempts: 0,
      error: read.error,
      file: '',
      command: '',
    }));
  return [...listed, ...named];
}
