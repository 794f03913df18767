import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { EvidenceRef } from '../../core/read.js';
import type { LineCommit, MergedPull } from './parse-merges.js';
import { type At, partOf, whole } from './parse-overview-part.js';
import type { TreeEntry } from './read-tree.js';

export interface Settings {
  readonly areAlertsOn: boolean;
  readonly hasDeployKeys: boolean;
  readonly hasEnvironments: boolean;
  readonly evidence: EvidenceRef;
}

const counted = z.object({ totalCount: z.int() });

// https://docs.github.com/en/graphql/reference/objects#repository
const wireSettings = z.object({
  hasVulnerabilityAlertsEnabled: z.boolean(),
  deployKeys: counted,
  environments: counted,
});

export function parseSettings(response: unknown, at: At): Settings | null {
  const wire = partOf(response, 'settings', wireSettings);
  if (wire === null) return null;
  return {
    areAlertsOn: wire.hasVulnerabilityAlertsEnabled,
    hasDeployKeys: wire.deployKeys.totalCount > 0,
    hasEnvironments: wire.environments.totalCount > 0,
    evidence: at('/settings'),
  };
}

const wireFiles = z.object({
  object: z
    .object({
      __typename: z.literal('Tree'),
      // git keeps no empty folder: one without entries is an answer that lacks them.
      entries: z
        .array(
          z.object({
            name: z.string().min(1),
            type: z.enum(['blob', 'tree', 'commit']),
            oid: z.string(),
            size: z.int(),
            object: z.object({ text: z.string().nullish() }).nullable(),
          }),
        )
        .min(1),
    })
    .nullable(),
});

const folder = '.github/workflows';

export function parseWorkflows(response: unknown, at: At): readonly TreeEntry[] | null {
  const wire = partOf(response, 'files', wireFiles);
  if (wire === null) return null;
  return (wire.object?.entries ?? []).map(({ name, type, oid, size, object }, index) => ({
    path: `${folder}/${name}`,
    type,
    sha: oid,
    size: type === 'blob' ? size : null,
    evidence: at(`/files/object/entries/${index}`),
    text: textOf(oid, object?.text ?? null),
  }));
}

/**
 * The text where it is the file byte by byte, which git's own hash shows; null where GitHub cut it or put it into another
 * encoding, or where some of it was not kept.
 */
function textOf(oid: string, text: string | null): string | null {
  if (text === null) return null;
  const bytes = Buffer.from(text);
  const hash = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  return hash === oid ? text : null;
}

const wireLine = z.object({
  ref: z.object({
    name: z.string(),
    target: z.object({
      history: z.object({
        nodes: z
          .array(
            z.object({
              oid: z.string(),
              // REST knows accounts, those of bots among them, that GraphQL does not.
              author: z.object({ user: z.object({ login: z.string() }) }),
              parents: z.object({ totalCount: z.int(), nodes: z.array(z.object({ oid: z.string() })) }),
            }),
          )
          .min(1),
      }),
    }),
  }),
});

export function parseLine(response: unknown, branch: string, at: At): readonly LineCommit[] | null {
  const wire = partOf(response, 'line', wireLine);
  if (wire?.ref.name !== branch) return null;
  const commits = wire.ref.target.history.nodes.flatMap(({ oid, author, parents }, index): LineCommit[] => {
    const all = whole(parents);
    const evidence = at(`/line/ref/target/history/nodes/${index}`);
    return all === null ? [] : [{ sha: oid, author: author.user.login, parents: all.map((one) => one.oid), evidence }];
  });
  return commits.length === wire.ref.target.history.nodes.length ? commits : null;
}

const actor = z
  .object({ __typename: z.string(), login: z.string() })
  .transform(({ __typename: type, login }) => ({ login: type === 'Bot' ? withSuffix(login) : login, type }))
  .nullable();

/** As REST names a bot. */
function withSuffix(login: string): string {
  return login.endsWith('[bot]') ? login : `${login}[bot]`;
}

const wireMerges = z.object({
  pullRequests: z.object({
    nodes: z.array(
      z.object({
        number: z.int(),
        mergedAt: z.iso.datetime(),
        headRefOid: z.string(),
        baseRefName: z.string(),
        author: actor,
        mergeCommit: z.object({ oid: z.string() }).nullable(),
        reviews: z.object({
          totalCount: z.int(),
          nodes: z.array(
            z.object({
              state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
              submittedAt: z.iso.datetime().nullable(),
              author: actor,
              commit: z.object({ oid: z.string() }).nullable(),
            }),
          ),
        }),
      }),
    ),
  }),
});
type WireReviews = z.infer<typeof wireMerges>['pullRequests']['nodes'][number]['reviews'];

export function parseMerges(response: unknown, branch: string, at: At): readonly MergedPull[] | null {
  const wire = partOf(response, 'merges', wireMerges);
  if (wire === null) return null;
  return wire.pullRequests.nodes.flatMap((node, index) => {
    if (node.baseRefName !== branch) return [];
    return [
      {
        number: node.number,
        author: node.author?.login ?? null,
        headSha: node.headRefOid,
        mergedAt: node.mergedAt,
        mergeCommit: node.mergeCommit?.oid ?? null,
        reviews: reviewsOf(node.reviews),
        evidence: at(`/merges/pullRequests/nodes/${index}`),
      },
    ];
  });
}

/** Null where REST may show more: without any review, with more of them than a page, or with one of a commit that is gone. */
function reviewsOf(list: WireReviews): MergedPull['reviews'] {
  const all = whole(list);
  if (all === null || all.length === 0 || all.some(({ commit }) => commit === null)) return null;
  return all.map(({ state, submittedAt, author, commit }) => ({
    reviewer: author?.login ?? null,
    isBot: author !== null && author.type !== 'User',
    state,
    commitSha: commit?.oid ?? null,
    submittedAt,
  }));
}
