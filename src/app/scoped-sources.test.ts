import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { configSchema } from './config-schema.js';
import { scopedSources, type SourceRequest } from './scoped-sources.js';

const nothing: SourceRequest = { source: [], org: [], preset: null };
const config = (rest: object = {}) => configSchema.parse({ version: 1, ...rest });
const inActions = { GITHUB_REPOSITORY: 'prepay/wallet', GITHUB_TOKEN: 't' };

let folder = '';
let before = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prepay-sources-'));
  before = process.cwd();
  process.chdir(folder);
  vi.stubEnv('HOME', folder);
});
afterEach(() => {
  process.chdir(before);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('the sources in scope', () => {
  it('are AWS where nothing else is named', () => {
    expect(scopedSources(nothing, config(), {})).toMatchObject({ sources: ['aws'], organizations: [], leftOutBy: [] });
  });

  it('are what the environment names without a scope in the configuration', () => {
    mkdirSync('artefacts');
    expect(scopedSources(nothing, config(), inActions)).toMatchObject({
      sources: ['github', 'gates'],
      organizations: [{ org: 'prepay', repositories: ['wallet'] }],
    });
    expect(scopedSources(nothing, config(), { AWS_PROFILE: 'x' }).sources).toEqual(['aws', 'gates']);
    mkdirSync('.aws');
    writeFileSync('.aws/config', '');
    expect(scopedSources(nothing, config(), {}).sources).toEqual(['aws', 'gates']);
  });

  it('are no organization without a token, nor without a repository', () => {
    expect(scopedSources(nothing, config(), { GITHUB_REPOSITORY: 'prepay/wallet' }).sources).toEqual(['aws']);
    expect(scopedSources(nothing, config(), { GITHUB_TOKEN: 't' }).sources).toEqual(['aws']);
    expect(scopedSources(nothing, config(), { GH_TOKEN: 't', GITHUB_REPOSITORY: 'odd' }).sources).toEqual(['aws']);
  });

  it('are what the scope of the configuration names, and nothing of the environment', () => {
    mkdirSync('artefacts');
    const github = [{ org: 'prepay' }];
    expect(scopedSources(nothing, config({ scope: { github } }), { AWS_PROFILE: 'x' })).toMatchObject({
      sources: ['github'],
      organizations: [{ org: 'prepay', repositories: ['*'] }],
    });
    const all = config({ scope: { github, aws: [{ account: '111122223333' }] }, gates: {} });
    expect(scopedSources(nothing, all, {}).sources).toEqual(['aws', 'github', 'gates']);
  });

  it('are narrowed by --source, which says so only where it leaves something out', () => {
    const all = config({ scope: { aws: [{ account: '111122223333' }] }, gates: {} });
    expect(scopedSources({ ...nothing, source: ['gates'] }, all, {})).toMatchObject({
      sources: ['gates'],
      leftOutBy: ['--source gates'],
    });
    expect(scopedSources({ ...nothing, source: ['gates', 'aws'] }, all, {})).toMatchObject({
      sources: ['aws', 'gates'],
      leftOutBy: [],
    });
  });

  it('are the gates, and GitHub where it is named, with --preset ci', () => {
    const ci: SourceRequest = { ...nothing, preset: 'ci' };
    expect(scopedSources(ci, config(), {})).toMatchObject({ sources: ['gates'], leftOutBy: ['--preset ci'] });
    expect(scopedSources(ci, config(), inActions).sources).toEqual(['github', 'gates']);
    expect(scopedSources({ ...nothing, preset: 'full' }, config(), {}).sources).toEqual(['aws']);
  });

  it('are refused where they cannot be audited', () => {
    const asked = (source: string) => () => scopedSources({ ...nothing, source: [source] }, config(), {});
    expect(asked('github')).toThrow('--source github: no organization is named');
    expect(asked('kubernetes')).toThrow('--source kubernetes: this version does not read that source');
    expect(asked('azure')).toThrow('--source azure: no such source');
  });
});

describe('organizations by --org', () => {
  it('are read whole without a configuration, else as it has them', () => {
    const org = { ...nothing, org: ['PrePay'] };
    expect(scopedSources(org, config(), {})).toMatchObject({
      sources: ['github'],
      organizations: [{ org: 'PrePay', repositories: ['*'] }],
    });
    const configured = config({ scope: { github: [{ org: 'prepay', repositories: ['wallet*'] }, { org: 'other' }] } });
    expect(scopedSources(org, configured, {}).organizations).toEqual([{ org: 'prepay', repositories: ['wallet*'] }]);
  });

  it('are refused where they are no names, or not in the scope', () => {
    const of = (org: string, rest: object) => () => scopedSources({ ...nothing, org: [org] }, config(rest), {});
    expect(of('https://github.com/x', {})).toThrow('not the name of an organization');
    expect(of('other', { scope: { github: [{ org: 'prepay' }] } })).toThrow(
      "--org other: the configuration's scope does not have it",
    );
  });
});

describe('the gates that are expected', () => {
  const expected = (rest: object = {}, environment = {}) =>
    scopedSources(nothing, config(rest), environment)
      .gates.expectations.filter(({ isExpected }) => isExpected)
      .map(({ gate }) => gate);

  it('are those of every build and those of its lock files', () => {
    expect(expected()).toEqual(['coverage', 'lint', 'tests', 'sbom', 'trivy']);
    writeFileSync('package-lock.json', '{}');
    writeFileSync('composer.lock', '{}');
    expect(expected()).toEqual(['coverage', 'lint', 'tests', 'sbom', 'trivy', 'npm-audit', 'composer-audit']);
  });

  it('are those of the configuration alone where it names some', () => {
    writeFileSync('package-lock.json', '{}');
    expect(expected({ gates: { expect: ['lint'] } })).toEqual(['lint']);
  });

  it('are SonarQube too where its project is named', () => {
    const sonarqube = { project: 'wallet' };
    expect(expected({ gates: { sonarqube } })).toContain('sonarqube');
    const { gates } = scopedSources(nothing, config({ gates: { sonarqube } }), { SONAR_HOST_URL: 'https://s' });
    expect(gates.sonarqube).toEqual({ url: 'https://s', project: 'wallet', branch: null });
  });

  it('are looked for in the folder of the configuration, as old as it allows', () => {
    const { gates } = scopedSources(nothing, config({ gates: { dir: 'out', maxAgeHours: 2 } }), {});
    expect(gates).toMatchObject({ dir: 'out', maxAgeHours: 2, sonarqube: null });
    expect(scopedSources(nothing, config(), {}).gates).toMatchObject({ dir: 'artefacts', maxAgeHours: 24 });
  });
});
