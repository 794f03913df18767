import type { Coverage } from '../../core/fact.js';
import { byCodeUnit } from '../../core/json.js';
import type { EvidenceRef } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { prefixList } from '../../facts/aws.js';
import { type ListedPrefixList, parsePrefixList, parsePrefixListEntry } from './parse-ec2-prefix-lists.js';
import { type Reading, readItems, readOf } from './read-items.js';

interface Listed extends ListedPrefixList {
  readonly evidence: readonly EvidenceRef[];
}

/** The lists that DescribeManagedPrefixLists shows, AWS's own among them, and how complete that is. */
export async function listPrefixLists(
  { transport }: Reading,
  scope: Scope,
): Promise<{ readonly lists: readonly Listed[]; readonly coverage: Coverage }> {
  const lists: Listed[] = [];
  const coverage = await readItems(transport, readOf(scope, 'ec2:DescribeManagedPrefixLists'), {
    member: 'PrefixLists',
    parse: parsePrefixList,
    onItem: (list, evidence) => lists.push({ ...list, evidence: [evidence] }),
  });
  return { lists, coverage };
}

/**
 * Reads the entries of every list that is the customer's own or shared with it, and of every list that a group or route
 * refers to, shown or not. AWS's own lists that nothing refers to are left out: they are no part of the account's
 * configuration, and reading them costs some ten calls a region.
 *
 * A list whose entries could not be read is a gap on its id. One that the account refers to but may not see (a share
 * that ended) is such a gap too: its rules stay in force, so that its absence from the answer says nothing about them.
 */
export async function collectPrefixLists(
  reading: Reading,
  scope: Scope,
  listed: readonly Listed[],
  referenced: ReadonlySet<string>,
): Promise<void> {
  const shown = listed.filter(({ id, ownerId }) => ownerId !== 'AWS' || referenced.has(id));
  const known = new Set(listed.map(({ id }) => id));
  const hidden = [...referenced].filter((id) => !known.has(id)).map(notShown);
  const wanted = [...shown, ...hidden].sort((a, b) => byCodeUnit(a.id, b.id));
  await Promise.all(wanted.map((list) => collectPrefixList(reading, scope, list)));
}

function notShown(id: string): Listed {
  return { id, name: null, listName: null, ownerId: null, tags: {}, evidence: [] };
}

async function collectPrefixList({ transport, sink }: Reading, scope: Scope, list: Listed): Promise<void> {
  const blocks: string[] = [];
  const pages = new Map<number, EvidenceRef>();
  const request = readOf(scope, 'ec2:GetManagedPrefixListEntries', { PrefixListId: list.id });
  const entries = await readItems(transport, request, {
    member: 'Entries',
    parse: parsePrefixListEntry,
    onItem: (block, evidence) => {
      blocks.push(block);
      pages.set(evidence.page, { ...evidence, pointer: '/Entries' });
    },
  });
  if (entries.gap !== null) sink.gap('aws.ec2.prefix-list', scope, list.id, entries.gap);
  // Without a single page nothing is known of what the list holds: only the gap is said.
  if (!entries.delivered) return;
  const data = prefixList.parse({
    id: list.id,
    listName: list.listName ?? undefined,
    ownerId: list.ownerId,
    v4: blocks.filter((block) => !block.includes(':')),
    v6: blocks.filter((block) => block.includes(':')),
    tags: list.tags,
  });
  const evidence = [...list.evidence, ...pages.values()];
  sink.fact({ kind: 'aws.ec2.prefix-list', id: list.id, name: list.name, scope, data, evidence });
}
