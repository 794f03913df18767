import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildOf, isInWorkspace } from './build.js';

const commit = '0123456789abcdef0123456789abcdef01234567';
const other = 'f'.repeat(40);

describe('the build that CI names', () => {
  it('is that of GitHub Actions', () => {
    const actions = {
      GITHUB_ACTIONS: 'true',
      GITHUB_SHA: commit,
      GITHUB_REF_NAME: '12/merge',
      GITHUB_HEAD_REF: 'feature',
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: 'prepay/wallet',
      GITHUB_RUN_ID: '42',
      GITHUB_WORKSPACE: '/w',
    };
    expect(buildOf(actions, '/here')).toEqual({
      commit,
      branch: 'feature',
      runUrl: 'https://github.example/prepay/wallet/actions/runs/42',
      workspace: '/w',
    });
    expect(buildOf({ ...actions, GITHUB_HEAD_REF: '', GITHUB_RUN_ID: '' }, '/here')).toMatchObject({
      branch: '12/merge',
      runUrl: null,
    });
  });

  it('is that of GitLab CI', () => {
    const gitlab = { GITLAB_CI: 'true', CI_COMMIT_SHA: commit, CI_JOB_URL: 'https://g/j/1', CI_PROJECT_DIR: '/w' };
    expect(buildOf({ ...gitlab, CI_COMMIT_BRANCH: 'main' }, '/here')).toEqual({
      commit,
      branch: 'main',
      runUrl: 'https://g/j/1',
      workspace: '/w',
    });
    expect(buildOf({ ...gitlab, CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'fix' }, '/here').branch).toBe('fix');
    expect(buildOf({ ...gitlab, CI_COMMIT_REF_NAME: 'v1' }, '/here').branch).toBe('v1');
  });

  it('is that of Jenkins', () => {
    const jenkins = { JENKINS_URL: 'https://j/', GIT_COMMIT: commit, BUILD_URL: 'https://j/1', WORKSPACE: '/w' };
    expect(buildOf({ ...jenkins, GIT_BRANCH: 'origin/main' }, '/here')).toEqual({
      commit,
      branch: 'origin/main',
      runUrl: 'https://j/1',
      workspace: '/w',
    });
    expect(buildOf({ JENKINS_HOME: '/j', CHANGE_BRANCH: 'fix', BRANCH_NAME: 'PR-1' }, '/here').branch).toBe('fix');
    expect(buildOf({ JENKINS_HOME: '/j', BRANCH_NAME: 'PR-1' }, '/here').branch).toBe('PR-1');
  });

  it('is what PREPAY_COMMIT says, in the folder of the run where no CI system names one', () => {
    expect(buildOf({ PREPAY_COMMIT: commit, PREPAY_BRANCH: 'main', PREPAY_RUN_URL: 'https://r' }, '/here')).toEqual({
      commit,
      branch: 'main',
      runUrl: 'https://r',
      workspace: '/here',
    });
    const both = { PREPAY_COMMIT: other, GITLAB_CI: 'true', CI_COMMIT_SHA: commit, CI_PROJECT_DIR: '/w' };
    expect(buildOf(both, '/here')).toMatchObject({ commit: other, workspace: '/w' });
  });

  it('is none elsewhere, and none of what is no commit', () => {
    expect(buildOf({}, '/here')).toEqual({ commit: null, branch: null, runUrl: null, workspace: null });
    expect(buildOf({ JENKINS_URL: 'j', GIT_COMMIT: 'main' }, '/here').commit).toBeNull();
    expect(() => buildOf({ PREPAY_COMMIT: 'main' }, '/here')).toThrow(
      'PREPAY_COMMIT is "main": expected a commit of 40 hexadecimal digits',
    );
  });
});

describe('the workspace of the CI job', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'prepay-build-'));
    mkdirSync(join(folder, 'work/artefacts'), { recursive: true });
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'work/link'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['a folder in it', 'work/artefacts', true],
    ['itself', 'work', true],
    ['a folder beside it', 'elsewhere', false],
    ['a link that leads out of it', 'work/link', false],
    ['a folder above it', '.', false],
    ['a folder that is not there', 'work/none', false],
  ])('holds %s: %s, %s', async (_what, path, expected) => {
    const build = { ...buildOf({}, '/'), workspace: join(folder, 'work') };
    expect(await isInWorkspace(build, join(folder, path))).toBe(expected);
  });

  it('holds nothing outside CI', async () => {
    expect(await isInWorkspace(buildOf({}, folder), folder)).toBe(false);
  });
});
