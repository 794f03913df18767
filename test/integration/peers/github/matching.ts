import type { Ruleset } from './scenario-parts.js';
import type { Repository } from './scenario-repository.js';
import { defaultBranchOf } from './world.js';

/** That a ruleset holds for a branch of a repository, by the patterns of its conditions. */
export function applies(ruleset: Ruleset, repository: Repository, branch: string): boolean {
  if ((ruleset.target ?? 'branch') !== 'branch') return false;
  const { include = ['~DEFAULT_BRANCH'], exclude = [] } = ruleset;
  const matches = (pattern: string): boolean => {
    if (pattern === '~ALL') return true;
    if (pattern === '~DEFAULT_BRANCH') return branch === defaultBranchOf(repository);
    return glob(pattern).test(`refs/heads/${branch}`);
  };
  return include.some(matches) && !exclude.some(matches);
}

/** That an organization's ruleset holds for a repository. */
export function appliesToRepository({ repositories }: Ruleset, { name }: Repository): boolean {
  const { include = ['~ALL'], exclude = [] } = repositories ?? {};
  const matches = (pattern: string): boolean => pattern === '~ALL' || glob(pattern).test(name);
  return include.some(matches) && !exclude.some(matches);
}

/** Ruby's File.fnmatch with FNM_PATHNAME, as far as branch names need it. https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository#using-fnmatch-syntax */
export function glob(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*\/|\*|\?|[.+^${}()|\\]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '*') return '[^/]*';
    return token === '?' ? '[^/]' : `\\${token}`;
  });
  return new RegExp(`^${source}$`);
}
