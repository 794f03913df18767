import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { PrepayError } from '../core/errors.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The build that a CI system says this is. */
export interface Build {
  /** 40 hexadecimal digits; null where nothing says it. */
  readonly commit: string | null;
  readonly branch: string | null;
  readonly runUrl: string | null;
  /** The folder that the job works in; null outside CI. */
  readonly workspace: string | null;
}

/**
 * What PREPAY_COMMIT, PREPAY_BRANCH and PREPAY_RUN_URL say, then GitHub Actions, GitLab CI or Jenkins.
 * Throws PREPAY_USAGE for a PREPAY_COMMIT that is no commit.
 */
export function buildOf(environment: Environment, folder: string): Build {
  const of = (name: string): string | null => {
    const value = environment[name] ?? '';
    return value === '' ? null : value;
  };
  const found = githubActions(of) ?? gitlab(of) ?? jenkins(of);
  const own = of('PREPAY_COMMIT');
  if (own !== null && !isCommit(own)) {
    throw new PrepayError(
      'PREPAY_USAGE',
      `PREPAY_COMMIT is ${JSON.stringify(own)}: expected a commit of 40 hexadecimal digits`,
      'Set it to the output of git rev-parse HEAD.',
    );
  }
  const commit = own ?? found?.commit ?? null;
  return {
    commit: commit !== null && isCommit(commit) ? commit : null,
    branch: of('PREPAY_BRANCH') ?? found?.branch ?? null,
    runUrl: of('PREPAY_RUN_URL') ?? found?.runUrl ?? null,
    workspace: found?.workspace ?? (own === null ? null : folder),
  };
}

/** Whether the folder lies in the workspace of the CI job that runs the audit; links are followed first. */
export async function isInWorkspace({ workspace }: Build, folder: string): Promise<boolean> {
  if (workspace === null) return false;
  try {
    const below = relative(await realpath(workspace), await realpath(folder));
    return below !== '..' && !below.startsWith(`..${sep}`) && !isAbsolute(below);
  } catch {
    // One of the two is not there: then nothing lies in it.
    return false;
  }
}

function isCommit(text: string): boolean {
  return /^[0-9a-f]{40}$/u.test(text);
}

type Of = (name: string) => string | null;

// https://docs.github.com/en/actions/reference/workflows-and-actions/variables
function githubActions(of: Of): Build | null {
  if (of('GITHUB_ACTIONS') !== 'true') return null;
  const [server, repository, run] = [of('GITHUB_SERVER_URL'), of('GITHUB_REPOSITORY'), of('GITHUB_RUN_ID')];
  return {
    commit: of('GITHUB_SHA'),
    branch: of('GITHUB_HEAD_REF') ?? of('GITHUB_REF_NAME'),
    runUrl:
      server === null || repository === null || run === null ? null : `${server}/${repository}/actions/runs/${run}`,
    workspace: of('GITHUB_WORKSPACE'),
  };
}

// https://docs.gitlab.com/ci/variables/predefined_variables/
function gitlab(of: Of): Build | null {
  if (of('GITLAB_CI') !== 'true') return null;
  return {
    commit: of('CI_COMMIT_SHA'),
    branch: of('CI_MERGE_REQUEST_SOURCE_BRANCH_NAME') ?? of('CI_COMMIT_BRANCH') ?? of('CI_COMMIT_REF_NAME'),
    runUrl: of('CI_JOB_URL'),
    workspace: of('CI_PROJECT_DIR'),
  };
}

// https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#using-environment-variables, and the Git plugin's GIT_COMMIT
function jenkins(of: Of): Build | null {
  if (of('JENKINS_URL') === null && of('JENKINS_HOME') === null) return null;
  return {
    commit: of('GIT_COMMIT'),
    branch: of('CHANGE_BRANCH') ?? of('BRANCH_NAME') ?? of('GIT_BRANCH'),
    runUrl: of('BUILD_URL'),
    workspace: of('WORKSPACE'),
  };
}
