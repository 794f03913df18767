import type { Coverage, FactKind } from '../../core/fact.js';
import type { ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import type { ItemParser, ParsedItem } from '../reading/item-parser.js';
import { type Reading, readFacts } from '../reading/read-items.js';
import { awsOperation } from './operations.js';

/** Reads the facts of one kind in one scope by an operation without input, and says how complete they are. */
export type Cover = <K extends FactKind>(
  operation: string,
  parser: ItemParser<K>,
  onFact?: (item: ParsedItem<K>) => void,
) => Promise<Coverage>;

export function coverIn(reading: Reading, scope: Scope): Cover {
  return async (operation, parser, onFact) => {
    const coverage = await readFacts(reading, readOf(scope, operation), parser, onFact);
    reading.sink.covered(parser.kind, scope, coverage);
    return coverage;
  };
}

/** A read of the registry's operation in a scope: with this input, beside what every request of the operation asks for. */
export function readOf(scope: Scope, operation: string, input: ReadRequest['input'] = {}): ReadRequest {
  return { source: 'aws', scope, operation, input: { ...awsOperation(operation).input, ...input } };
}
