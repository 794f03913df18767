import type { ClauseStatus } from '../core/clause.js';
import type { Outcome } from '../core/outcome.js';
import { outcomeWord, statusMark, statusWord } from './words.js';

/** A status as the templates show it: a mark and a word, and a class for the colour. */
export interface Chip {
  readonly mark: string;
  readonly word: string;
  readonly css: string;
}

export function outcomeChip(outcome: Outcome): Chip {
  return { mark: statusMark(outcome), word: outcomeWord(outcome), css: `st-${outcome}` };
}

export function statusChip(status: ClauseStatus): Chip {
  return { mark: statusMark(status), word: statusWord(status), css: `st-${status}` };
}

/** Whether an id is a SHA-256, which tells a person nothing. */
export function isDigest(id: string): boolean {
  return /^[0-9a-f]{64}$/u.test(id);
}

/** The lines of a text without its last line break. */
export function lines(text: string): readonly string[] {
  return text.trimEnd().split(/\r?\n/u);
}
