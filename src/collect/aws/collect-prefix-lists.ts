import type { Coverage, Fact } from '../../core/fact.js';
import { byCodeUnit } from '../../core/json.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { prefixList } from '../../facts/aws/groups.js';
import { type ListedPrefixList, parsePrefixList, parsePrefixListEntry } from './parse-ec2-prefix-lists.js';
import { readOf } from './read-of.js';
import { eachOnce, type Reading, readItems } from '../reading/read-items.js';

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
    onItem: eachOnce((list, evidence) => lists.push({ ...list, evidence: [evidence] })),
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
  const read = await Promise.all(wanted.map((list) => readPrefixList(reading, scope, list)));
  for (const { id, gap, fact } of read) {
    if (gap !== null) reading.sink.gap('aws.ec2.prefix-list', scope, id, gap);
    if (fact !== null) reading.sink.fact(fact);
  }
}

function notShown(id: string): Listed {
  return { id, name: null, listName: null, ownerId: null, tags: {}, evidence: [] };
}

interface ReadPrefixList {
  readonly id: string;
  readonly gap: Gap | null;
  /** Null without a single page: then nothing is known of what the list holds. */
  readonly fact: Fact<'aws.ec2.prefix-list'> | null;
}

async function readPrefixList({ transport }: Reading, scope: Scope, list: Listed): Promise<ReadPrefixList> {
  const blocks: string[] = [];
  const pages = new Map<number, EvidenceRef>();
  const request = readOf(scope, 'ec2:GetManagedPrefixListEntries', { PrefixListId: list.id });
  const { gap, delivered } = await readItems(transport, request, {
    member: 'Entries',
    parse: parsePrefixListEntry,
    onItem: (block, evidence) => {
      blocks.push(block);
      pages.set(evidence.page, { ...evidence, pointer: '/Entries' });
    },
  });
  const { id, name } = list;
  if (!delivered) return { id, gap, fact: null };
  const data = prefixList.parse({
    id,
    listName: list.listName ?? undefined,
    ownerId: list.ownerId,
    v4: blocks.filter((block) => !block.includes(':')),
    v6: blocks.filter((block) => block.includes(':')),
    tags: list.tags,
  });
  const evidence = [...list.evidence, ...pages.values()];
  return { id, gap, fact: { kind: 'aws.ec2.prefix-list', id, name, scope, data, evidence } };
}
