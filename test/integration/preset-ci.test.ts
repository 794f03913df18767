import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { writeArtefacts } from '../../scripts/seed/artefacts.js';
import { demoOrganization, walletCommit } from '../../scripts/seed/organization.js';
import { midnightOf } from '../../scripts/seed/aws.js';
import { audit } from '../../src/app/audit.js';
import { everything } from '../../src/app/plan.js';
import { temporary } from '../helpers/small-pack.js';
import { type GithubPeer, startGithub } from './peers/github/index.js';

const permissions = {
  actions: 'read',
  checks: 'read',
  contents: 'read',
  metadata: 'read',
  pull_requests: 'read',
} as const;
const before = process.cwd();
afterEach(() => {
  process.chdir(before);
  vi.unstubAllEnvs();
});

/** The demo's repository and artefacts, audited as a step of a workflow with the token that the job has. */
async function inWorkflow(state: 'before' | 'after') {
  const seeded = demoOrganization(state, midnightOf(new Date()));
  const job = { kind: 'workflow', organization: 'prepay', repository: 'wallet', permissions } as const;
  const github: GithubPeer = await startGithub({ ...seeded, tokens: { ...seeded.tokens, job } });
  onTestFinished(() => github.stop());
  const folder = await temporary(onTestFinished);
  mkdirSync(join(folder, 'artefacts'));
  writeArtefacts(join(folder, 'artefacts'), state, new Date());
  process.chdir(folder);
  const environment = {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'prepay/wallet',
    GITHUB_SHA: walletCommit(state),
    GITHUB_WORKSPACE: folder,
    GITHUB_TOKEN: github.tokens['job'] ?? '',
    GITHUB_API_URL: github.url,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const result = await audit({
    ...everything,
    preset: 'ci',
    awsProfile: null,
    out: join(folder, 'evidence'),
    formats: ['markdown'],
    outputs: [],
    concurrency: 4,
    timeoutMs: 60_000,
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
  return { result, github };
}

describe('--preset ci with the token of a workflow', () => {
  it('ends with 0 on a clean build, and reads nothing that this token may not', async () => {
    const { result, github } = await inWorkflow('after');
    const unclear = result.model.findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown');
    expect(unclear.map(({ control, observed }) => `${control}: ${observed}`)).toEqual([]);
    expect(result.summary).toMatchObject({ exit: 0, partialBecause: ['--preset ci'] });
    const refused = github.requests().filter(({ status }) => status === 403);
    // Whose token it is and classic protection are asked for, and no more than that.
    expect(new Set(refused.map(({ operation }) => operation))).toEqual(
      new Set(['GET /repos/{owner}/{repo}/branches/{branch}/protection', 'GET /user']),
    );
  });

  it('ends with 1 on one with faults', async () => {
    const { result } = await inWorkflow('before');
    const failing = new Set(
      result.model.findings.filter(({ outcome }) => outcome === 'fail').map(({ control }) => control),
    );
    for (const control of ['coverage-at-least-threshold', 'workflows-not-exploitable', 'tests-passed']) {
      expect(failing).toContain(control);
    }
    expect(result.summary.exit).toBe(1);
  });
});
