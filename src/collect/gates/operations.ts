import { shellWord } from '../transport/shell-word.js';
import type { Operation } from '../transport/transport.js';

const readFile: Operation = {
  source: 'gates',
  name: 'file:Read',
  permissions: ['read'],
  neverKept: [],
  command: ({ input }) => `cat -- ${shellWord(typeof input['path'] === 'string' ? input['path'] : '')}`,
};

/** Every operation of source `gates`, by name. */
export const gatesOperations: ReadonlyMap<string, Operation> = new Map([[readFile.name, readFile]]);
