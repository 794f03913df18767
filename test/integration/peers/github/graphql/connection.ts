interface Page {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
}

/** One page of a list, by `first` and `after` or by `last`, with a cursor that is a place in it. */
export function connection<T>(all: readonly T[], { first, last, after }: Page, render: (item: T) => unknown): object {
  const start = last === null || last === undefined ? Number(after ?? 0) : Math.max(0, all.length - last);
  const end = Math.min(all.length, start + (first ?? last ?? 0));
  const nodes = all.slice(start, end).map(render);
  return {
    nodes,
    totalCount: all.length,
    pageInfo: {
      hasNextPage: end < all.length,
      hasPreviousPage: start > 0,
      startCursor: nodes.length === 0 ? null : String(start + 1),
      endCursor: nodes.length === 0 ? null : String(end),
    },
  };
}
