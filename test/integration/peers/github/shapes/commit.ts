import { treeSha } from '../files.js';
import type { KnownCommit } from '../history.js';
import { nodeId, type Place } from '../world.js';
import { person } from './account.js';
import { repositoryUrl, siteUrl } from './repository.js';

export function commit(api: string, place: Place, known: KnownCommit, files: Readonly<Record<string, string>>) {
  const url = repositoryUrl(api, place);
  const { sha, author, committer } = known;
  const tree = treeSha(files, '');
  return {
    sha,
    node_id: nodeId('C', sha),
    url: `${url}/commits/${sha}`,
    html_url: `${siteUrl(place)}/commit/${sha}`,
    comments_url: `${url}/commits/${sha}/comments`,
    commit: {
      url: `${url}/git/commits/${sha}`,
      author: gitUser(author, known),
      committer: gitUser(committer, known),
      message: known.message,
      comment_count: 0,
      tree: { sha: tree, url: `${url}/git/trees/${tree}` },
      verification: verification(known),
    },
    author: author === null ? null : person(api, place.organization, author),
    committer: committer === null ? null : person(api, place.organization, committer),
    parents: known.parents.map((parent) => ({
      sha: parent,
      url: `${url}/commits/${parent}`,
      html_url: `${siteUrl(place)}/commit/${parent}`,
    })),
  };
}

/** The commit of a run, as Actions shows it. */
export function headCommit(known: KnownCommit, files: Readonly<Record<string, string>>) {
  const named = { name: known.author ?? 'unknown', email: `${known.author ?? 'unknown'}@example.com` };
  const { sha, message, committedAt } = known;
  return { id: sha, tree_id: treeSha(files, ''), message, timestamp: committedAt, author: named, committer: named };
}

function gitUser(login: string | null, { committedAt }: KnownCommit) {
  const name = login ?? 'unknown';
  return { name, email: `${name}@example.com`, date: committedAt };
}

function verification({ verified, committedAt }: KnownCommit) {
  return verified
    ? { verified: true, reason: 'valid', signature: 'signature', payload: 'payload', verified_at: committedAt }
    : { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };
}
