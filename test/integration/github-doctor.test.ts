import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DoctorReport, doctor } from '../../src/app/doctor.js';
import { doctorText } from '../../src/app/doctor-text.js';
import { trials } from '../../src/collect/github/doctor-trials.js';
import { githubOperations } from '../../src/collect/github/operations.js';
import { widthOf } from '../../src/report/wrap.js';
import { stubNoProxy } from '../unit/peers/proxy-environment.js';
import { everything } from './peers/github/everything.js';
import { type GithubPeer, startGithub } from './peers/github/index.js';

let github: GithubPeer;

beforeAll(async () => {
  github = await startGithub(everything);
});
afterAll(() => github.stop());
beforeEach(() => {
  stubNoProxy();
  for (const name of ['GH_TOKEN', 'GITHUB_APP_ID', 'GITHUB_APP_INSTALLATION_ID']) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

function examine(token: string | undefined, org = 'prepay'): Promise<DoctorReport> {
  vi.stubEnv('GITHUB_API_URL', github.url);
  vi.stubEnv('GITHUB_TOKEN', token);
  return doctor({
    config: null,
    source: ['github'],
    org: [org],
    region: [],
    awsProfile: null,
    sign: null,
    out: join(mkdtempSync(join(tmpdir(), 'prepay-doctor-')), 'evidence'),
    concurrency: 10,
    timeoutMs: 20_000,
    nodeVersion: 'v24.0.0',
    signal: new AbortController().signal,
    onEvent: () => undefined,
  });
}

const text = (report: DoctorReport): string => doctorText(report, { columns: 80, color: false });

function denied({ github: { organizations } }: DoctorReport): string[] {
  return organizations.flatMap(({ operations }) =>
    operations.flatMap(({ operation, asked, result }) => (result === 'denied' ? [`${operation} ${asked}`.trim()] : [])),
  );
}

describe('prepay doctor --source github', () => {
  it('ends with 0 for an owner, tries every operation once, and says that the token may write', async () => {
    const before = github.requests().length;
    const report = await examine(github.tokens.owner);
    expect(report).toMatchObject({ exit: 0, aws: { state: 'not-in-scope' }, gates: { state: 'not-in-scope' } });
    expect(report.github).toMatchObject({
      state: 'readable',
      credentials: { kind: 'GITHUB_TOKEN' },
      organizations: [{ org: 'prepay', repository: 'prepay/wallet', problem: null, hidden: [] }],
      missing: [],
    });
    expect(report.github.identity).toMatch(/^olga, whose token may also write: .*repo/);
    const names = report.github.organizations.flatMap(({ operations }) => operations.map(({ operation }) => operation));
    const known = [...githubOperations.keys()].filter((name) => name !== 'GET /user' && name !== 'GET /app');
    expect([...new Set(names)].sort()).toEqual(known.sort());
    // Those asked first beside the trials: the user, the organization, its repositories.
    expect(github.requests().length - before).toBe(trials.length + 3);
    expect(text(report)).toContain('Everything can be read.');
    expect(JSON.stringify(report) + text(report)).not.toContain(github.tokens.owner);
  });

  it('names what a token that only reads is not shown, and that the permission would let it write', async () => {
    const report = await examine(github.tokens.reader);
    expect(report).toMatchObject({ exit: 3, github: { state: 'partly-readable', identity: 'olga' } });
    expect(denied(report)).toEqual([
      'GET /orgs/{org}/rulesets/{ruleset_id}',
      'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    ]);
    expect(report.github.organizations[0]?.hidden).toEqual([
      'who may bypass a ruleset is shown only to those who may change it',
    ]);
    expect(text(report).replaceAll(/\s+/g, ' ')).toContain('repository: checks (read), for prepay/wallet');
    expect(text(report).replaceAll(/\s+/g, ' ')).toContain('it would let the audit write');
  });

  it('says that an App is refused who has no second factor, for it takes an owner', async () => {
    const report = await examine(github.tokens.app);
    expect(denied(report)).toContain('GET /orgs/{org}/members filter=2fa_disabled');
    expect(report.github.missing.map(({ permission }) => permission)).toContain(
      'a token of an owner of the organization',
    );
    expect(text(report)).toContain('nobody, as the token of an installation');
  });

  it.each(['member', 'blind'] as const)('is only partly read by %s, in lines of 80 columns', async (name) => {
    const report = await examine(github.tokens[name]);
    expect(report).toMatchObject({ exit: 3, github: { state: 'partly-readable' } });
    expect(report.github.organizations[0]?.hidden.length).toBeGreaterThan(0);
    expect(Math.max(...text(report).split('\n').map(widthOf))).toBeLessThanOrEqual(80);
  });

  it('ends with 3 and reads nothing by a token that GitHub does not take', async () => {
    const report = await examine('ghp_none');
    expect(report).toMatchObject({ exit: 3, github: { state: 'unreadable', identity: null } });
    expect(text(report)).toContain('✕ token of');
  });

  it('ends with 2 without a token, and calls nobody', async () => {
    const before = github.requests().length;
    const report = await examine(undefined);
    expect(report).toMatchObject({ exit: 2, github: { state: 'no-credentials', credentials: null } });
    expect(github.requests().length).toBe(before);
    expect(text(report)).toContain('prepay permissions github');
  });

  it('ends with 2 where there is no such organization, as a run does', async () => {
    const report = await examine(github.tokens.owner, 'nobody');
    expect(report).toMatchObject({ exit: 2, github: { state: 'wrong-scope' } });
    expect(report.github.organizations[0]?.problem).toContain('GitHub has no organization nobody');
  });
});
