import { shellWord } from '../transport/shell-word.js';
import type { Operation } from '../transport/transport.js';
import { headBytes } from './page.js';

const readFile: Operation = {
  source: 'gates',
  name: 'file:Read',
  permissions: ['read'],
  neverKept: [],
  command: ({ input }) => `cat -- ${shellWord(typeof input['path'] === 'string' ? input['path'] : '')}`,
};

const readHead: Operation = {
  ...readFile,
  name: 'file:Head',
  command: ({ input }) =>
    `head -c ${headBytes} -- ${shellWord(typeof input['path'] === 'string' ? input['path'] : '')}`,
};

const listFiles: Operation = {
  source: 'gates',
  name: 'dir:List',
  permissions: ['read'],
  neverKept: [],
  command: () => "find . -type f -printf '%P %s %T@\\n' | sort",
};

/** Every operation of source `gates`, by name. */
export const gatesOperations: ReadonlyMap<string, Operation> = new Map(
  [readFile, readHead, listFiles].map((operation) => [operation.name, operation]),
);
