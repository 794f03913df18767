import type { EvidenceRef, Gap } from './read.js';
import type { Scope } from './scope.js';

/** Fact kind → the shape of its data. Each file of facts/ and derive/ adds its own by declaration merging. */
// biome-ignore lint: an empty interface is what merging needs
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface FactKinds {}
export type FactKind = Extract<keyof FactKinds, string>;

/** One typed statement about one resource, with the reads that it came from. */
export interface Fact<K extends FactKind = FactKind> {
  readonly kind: K;
  /** The vendor's short id where it has one, else the ARN; unique in kind and scope. */
  readonly id: string;
  readonly name: string | null;
  readonly scope: Scope;
  readonly data: FactKinds[K];
  readonly evidence: readonly EvidenceRef[];
}

/** What a look-up gives. `absent` is said only where that scope's read completed. */
export type Lookup<T> =
  | { readonly state: 'found'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown'; readonly gaps: readonly Gap[] };

/** The members of a fact's data that hold ids: text, or a list of texts. */
export type IdField<K extends FactKind> = {
  [F in keyof FactKinds[K]]-?: FactKinds[K][F] extends string | null | readonly string[] ? F : never;
}[keyof FactKinds[K]] &
  string;

/** The facts of one kind as one verdict sees them. Whatever it touches is noted, so that a gap reaches the verdict. */
export interface FactView<K extends FactKind> {
  /** All facts of the kind. A gap in the population taints the verdict. */
  all(): readonly Fact<K>[];
  /** The fact with that id. Found with a gap of its own (an answer cut short) taints the verdict too. */
  get(id: string): Lookup<Fact<K>>;
  /** The facts whose field is, or contains, the value; found means at least one. An incomplete population taints the verdict. */
  where(field: IdField<K>, value: string): Lookup<readonly Fact<K>[]>;
  /**
   * A fact whose field is, or contains, the value, among those that were delivered. It taints by its own gap alone, since
   * that something exists rests on no other. Null says nothing, least of all that there is none: ask `where` then.
   */
  glimpseWhere(field: IdField<K>, value: string): Fact<K> | null;
  /** What is made of the first delivered fact of which something is made. Null says nothing: ask `all` then. */
  glimpse<T>(make: (fact: Fact<K>) => T | null): T | null;
}

/** How much of a kind in a scope was read: nothing missing, or the gap. */
export interface Coverage {
  readonly gap: Gap | null;
  /** The reads that list the population: the query on record. */
  readonly reads: readonly { readonly key: string; readonly operation: string }[];
  /** Whether any page came before the gap. */
  readonly delivered: boolean;
}

/** Where a collector puts what it parsed. */
export interface FactSink {
  fact(fact: Fact): void;
  /** Says once for each kind and scope how complete its population is. */
  covered(kind: FactKind, scope: Scope, coverage: Coverage): void;
  /** Says that one fact could not be read (it need not exist), or not in full (it exists). */
  gap(kind: FactKind, scope: Scope, id: string, gap: Gap): void;
}
