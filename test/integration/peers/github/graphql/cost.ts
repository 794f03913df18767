import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';

export interface Cost {
  /** Of the 5,000 an hour. */
  readonly points: number;
  /** At most 500,000. */
  readonly nodes: number;
}

/**
 * What GitHub counts of a query before it answers, each connection being taken as full.
 * https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export function costOf(document: DocumentNode): Cost {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions) {
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  }
  let requests = 0;
  let nodes = 0;
  const walk = (set: SelectionSetNode | undefined, times: number): void => {
    for (const selection of set?.selections ?? []) {
      switch (selection.kind) {
        case Kind.FIELD: {
          const size = pageOf(selection);
          if (size !== null) {
            requests += times;
            nodes += times * size;
          }
          walk(selection.selectionSet, times * (size ?? 1));
          break;
        }
        case Kind.INLINE_FRAGMENT:
          walk(selection.selectionSet, times);
          break;
        case Kind.FRAGMENT_SPREAD:
          walk(fragments.get(selection.name.value)?.selectionSet, times);
      }
    }
  };
  for (const each of document.definitions) {
    if (each.kind === Kind.OPERATION_DEFINITION) walk(each.selectionSet, 1);
  }
  return { points: Math.max(1, Math.round(requests / 100)), nodes };
}

/** The number after `first` or `last`; null for a field that is no connection. */
function pageOf({ arguments: given = [] }: FieldNode): number | null {
  const page = given.find(({ name }) => name.value === 'first' || name.value === 'last');
  return page === undefined ? null : Number(valueFromASTUntyped(page.value));
}
