import { z } from 'zod';
import type { FactKind, FactKinds } from '../../core/fact.js';

/** How one item of an answer's list becomes a fact. */
export interface ItemParser<K extends FactKind> {
  readonly kind: K;
  /** The answer's member, or path of members (`body.secrets`), that lists the items or groups of items. */
  readonly member: string;
  /** Where the answer lists groups (reservations of instances): the member of a group that lists its items. */
  readonly memberOfGroup?: string;
  /** What the item says. Throws a ZodError, its path leading into the item, for a shape that the API does not document. */
  parse(item: unknown): ParsedItem<K>;
}

export interface ParsedItem<K extends FactKind> {
  readonly id: string;
  readonly name: string | null;
  readonly data: FactKinds[K];
}

/** Text that people write: a tag, a name, a description. The transport may have redacted it, which stays visible. */
export const freeText = z.union([
  z.string(),
  z.object({ redacted: z.string() }).transform(({ redacted }) => `[redacted: ${redacted}]`),
]);
