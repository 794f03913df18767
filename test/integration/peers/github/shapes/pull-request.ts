import { baseOfPull, commitsOfPull, headOf, headOfPull, mergeShaOf, stateOf } from '../history.js';
import type { PullRequest, Review } from '../scenario-changes.js';
import { fullName, idOf, nodeId, type Place, shaOf } from '../world.js';
import { created, organizationAsUser, person } from './account.js';
import { listedRepository, repositoryUrl, siteUrl } from './repository.js';

function association(place: Place, login: string | null): 'MEMBER' | 'CONTRIBUTOR' | 'NONE' {
  if (login === null) return 'NONE';
  return place.organization.members?.some((member) => member.login === login) === true ? 'MEMBER' : 'CONTRIBUTOR';
}

/** A pull request as lists show it. */
export function pullRequest(api: string, place: Place, pull: PullRequest) {
  const { number, author, mergedAt = null } = pull;
  const id = idOf('pull', fullName(place), String(number));
  const state = stateOf(pull);
  const user = author === null ? null : person(api, place.organization, author);
  const when = mergedAt ?? created;
  return {
    ...links(api, place, pull),
    id,
    node_id: nodeId('PR', id),
    number,
    state,
    locked: false,
    title: pull.title ?? `Change ${number}`,
    user,
    body: null,
    labels: [],
    milestone: null,
    active_lock_reason: null,
    created_at: created,
    updated_at: when,
    closed_at: state === 'closed' ? when : null,
    merged_at: mergedAt,
    merge_commit_sha: mergeShaOf(place.repository, pull),
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    ...ends(api, place, pull, user),
    author_association: association(place, author),
    auto_merge: null,
    draft: pull.draft ?? false,
  };
}

/** A pull request with who merged it, which lists leave out. A deleted account is shown as `ghost`. */
export function wholePullRequest(api: string, place: Place, pull: PullRequest) {
  const { mergedAt = null, mergedBy } = pull;
  const short = pullRequest(api, place, pull);
  const by = mergedBy === undefined ? pull.author : mergedBy;
  return {
    ...short,
    user: short.user ?? person(api, place.organization, 'ghost'),
    merged: mergedAt !== null,
    mergeable: null,
    mergeable_state: 'unknown',
    merged_by: mergedAt === null || by === null ? null : person(api, place.organization, by),
    comments: 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commitsOfPull(place.repository, pull).length,
    additions: 1,
    deletions: 1,
    changed_files: 1,
  };
}

export function review(api: string, place: Place, pull: PullRequest, seed: Review, index: number) {
  const { user, state, submittedAt, sha = headOfPull(place.repository, pull), isBot = false } = seed;
  const id = idOf('review', fullName(place), String(pull.number), String(index));
  const { url, html_url: html } = links(api, place, pull);
  return {
    id,
    node_id: nodeId('PRR', id),
    user: user === null ? null : person(api, place.organization, user, isBot),
    body: '',
    state,
    html_url: `${html}#pullrequestreview-${id}`,
    pull_request_url: url,
    _links: { html: { href: `${html}#pullrequestreview-${id}` }, pull_request: { href: url } },
    ...(state === 'PENDING' ? {} : { submitted_at: submittedAt ?? pull.mergedAt ?? created }),
    commit_id: sha,
    author_association: association(place, user),
  };
}

function ends(api: string, place: Place, pull: PullRequest, user: object | null) {
  const { repository, organization } = place;
  const base = baseOfPull(repository, pull);
  const head = pull.head ?? `change-${pull.number}`;
  const here = listedRepository(api, place);
  const from =
    pull.headRepository === undefined ? here : pull.headRepository === null ? null : fork(here, pull.headRepository);
  const owner = pull.headRepository === null ? pull.author : (pull.headRepository?.split('/')[0] ?? organization.login);
  return {
    head: {
      label: from === null && pull.author === null ? null : `${owner ?? ''}:${head}`,
      ref: head,
      sha: headOfPull(repository, pull),
      user,
      repo: from,
    },
    base: {
      label: `${organization.login}:${base}`,
      ref: base,
      sha: headOf(repository, base)?.sha ?? shaOf('base', repository.name, pull.number),
      user: organizationAsUser(api, organization),
      repo: here,
    },
  };
}

function fork(here: object, name: string): object {
  return { ...here, full_name: name, id: idOf('fork', name), fork: true };
}

function links(api: string, place: Place, pull: PullRequest) {
  const repository = repositoryUrl(api, place);
  const url = `${repository}/pulls/${pull.number}`;
  const issue = `${repository}/issues/${pull.number}`;
  const html = `${siteUrl(place)}/pull/${pull.number}`;
  const all = {
    commits: `${url}/commits`,
    review_comments: `${url}/comments`,
    review_comment: `${repository}/pulls/comments{/number}`,
    comments: `${issue}/comments`,
    statuses: `${repository}/statuses/${headOfPull(place.repository, pull)}`,
    self: url,
    html,
    issue,
  };
  return {
    url,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: all.commits,
    review_comments_url: all.review_comments,
    review_comment_url: all.review_comment,
    comments_url: all.comments,
    statuses_url: all.statuses,
    _links: Object.fromEntries(Object.entries(all).map(([name, href]) => [name, { href }])),
  };
}
