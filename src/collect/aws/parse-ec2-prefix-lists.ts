import { z } from 'zod';
import { freeText } from '../reading/item-parser.js';
import { block, nameOf, tagList } from './item-parser.js';

/** A list as DescribeManagedPrefixLists shows it; its entries are read by GetManagedPrefixListEntries. */
export interface ListedPrefixList {
  readonly id: string;
  readonly name: string | null;
  readonly listName: string | null;
  readonly ownerId: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

const wireList = z.object({
  PrefixListId: z.string(),
  PrefixListName: freeText.optional(),
  OwnerId: z.string().optional(),
  Tags: tagList,
});

export function parsePrefixList(item: unknown): ListedPrefixList {
  const wire = wireList.parse(item);
  return {
    id: wire.PrefixListId,
    name: wire.PrefixListName ?? nameOf(wire.Tags),
    listName: wire.PrefixListName ?? null,
    ownerId: wire.OwnerId ?? null,
    tags: wire.Tags,
  };
}

const wireEntry = z.object({ Cidr: block });

/** The block of one entry; an IPv6 block has a colon, an IPv4 block never does. */
export function parsePrefixListEntry(item: unknown): string {
  return wireEntry.parse(item).Cidr;
}
