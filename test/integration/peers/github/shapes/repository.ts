import type { Place } from '../world.js';
import { defaultBranchOf, fullName, nodeId, repositoryId, visibilityOf } from '../world.js';
import { created, organizationAsUser } from './account.js';

const links = Object.entries({
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
});

export function repositoryUrl(api: string, place: Place): string {
  return `${api}/repos/${fullName(place)}`;
}

export function siteUrl(place: Place): string {
  return `https://github.com/${fullName(place)}`;
}

/** A repository as alerts name it. */
export function simpleRepository(api: string, place: Place) {
  const { organization, repository } = place;
  const id = repositoryId(organization, repository);
  const url = repositoryUrl(api, place);
  return {
    id,
    node_id: nodeId('R', id),
    name: repository.name,
    full_name: fullName(place),
    private: visibilityOf(repository) !== 'public',
    owner: organizationAsUser(api, organization),
    html_url: siteUrl(place),
    description: null,
    fork: repository.fork ?? false,
    url,
    ...Object.fromEntries(links.map(([name, rest]) => [name, `${url}${rest}`])),
  };
}

/** A repository as lists show it: enough for `minimal-repository` and `repository` of GitHub's description. */
export function listedRepository(api: string, place: Place) {
  const { repository } = place;
  return {
    ...simpleRepository(api, place),
    git_url: `git://github.com/${fullName(place)}.git`,
    ssh_url: `git@github.com:${fullName(place)}.git`,
    clone_url: `${siteUrl(place)}.git`,
    svn_url: siteUrl(place),
    mirror_url: null,
    homepage: null,
    language: null,
    forks_count: 0,
    forks: 0,
    stargazers_count: 0,
    watchers_count: 0,
    watchers: 0,
    size: repository.empty === true ? 0 : 108,
    default_branch: defaultBranchOf(repository),
    open_issues_count: 0,
    open_issues: 0,
    is_template: false,
    topics: [],
    has_issues: true,
    has_projects: true,
    has_wiki: true,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.archived ?? false,
    disabled: repository.disabled ?? false,
    visibility: visibilityOf(repository),
    pushed_at: repository.pushedAt ?? '2026-11-20T10:00:00Z',
    created_at: repository.createdAt ?? created,
    updated_at: repository.pushedAt ?? '2026-11-20T10:00:00Z',
    allow_forking: false,
    web_commit_signoff_required: false,
    license: null,
  };
}
