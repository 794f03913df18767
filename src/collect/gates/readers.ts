import type { Reader } from './reader.js';

/** Every format that is understood, one line each. The first that recognises a file reads it. */
export const readers: readonly Reader[] = [];
