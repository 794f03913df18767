/** A query that knows which of its members were looked at, so that none is passed over in silence. */
export class WatchedQuery extends URLSearchParams {
  readonly #seen = new Set<string>();

  override get(name: string): string | null {
    this.#seen.add(name);
    return super.get(name);
  }

  override has(name: string): boolean {
    this.#seen.add(name);
    return super.has(name);
  }

  /** The members that nothing looked at, but for those of paging, which every list has. */
  unseen(): readonly string[] {
    const paging = ['page', 'per_page', 'after', 'before'];
    return [...this.keys()].filter((name) => !this.#seen.has(name) && !paging.includes(name));
  }
}
