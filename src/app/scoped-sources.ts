import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { PrepayError } from '../core/errors.js';
import type { SourceId } from '../core/scope.js';
import { type Gate, gates as everyGate } from '../facts/gates/gate.js';
import type { Config } from './config-schema.js';
import type { EffectiveConfiguration } from './effective.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Organizations = EffectiveConfiguration['github']['organizations'];
type Gates = EffectiveConfiguration['gates'];

/** The sources that this version reads, in the order of reports. */
export const builtSources = ['aws', 'github', 'gates'] as const satisfies readonly SourceId[];
type BuiltSource = (typeof builtSources)[number];
const laterSources: readonly string[] = ['kubernetes', 'wallet'] satisfies readonly SourceId[];

/** What the command line says of sources; lists are empty where a flag was not given. */
export interface SourceRequest {
  readonly source: readonly string[];
  readonly org: readonly string[];
  readonly preset: 'ci' | 'full' | null;
}

export interface ScopedSources {
  readonly sources: readonly BuiltSource[];
  readonly organizations: Organizations;
  readonly gates: Gates;
  /** Flags that left out a source which would be in scope without them. */
  readonly leftOutBy: readonly string[];
}

const defaultDir = 'artefacts';
const alwaysExpected: readonly Gate[] = ['coverage', 'lint', 'tests', 'sbom', 'trivy'];

/**
 * Which sources the run audits: those that flags name, else those of the configuration's scope, else those that the
 * environment names. Throws PREPAY_USAGE and PREPAY_NOT_BUILT for a source that cannot be audited.
 */
export function scopedSources(request: SourceRequest, config: Config, environment: Environment): ScopedSources {
  const organizations = organizationsOf(request, config, environment);
  const named = namedSources(config, environment, organizations);
  const asked = askedSources(request, organizations);
  for (const source of asked) assertScoped(source, organizations);
  const sources = builtSources.filter((source) => (asked.length > 0 ? asked : named).includes(source));
  const leftOut = named.filter((source) => !sources.includes(source));
  const flag = request.source.length > 0 ? `--source ${request.source.join(',')}` : `--preset ${request.preset ?? ''}`;
  return {
    sources,
    organizations,
    gates: gatesOf(config, environment),
    leftOutBy: leftOut.length > 0 ? [flag] : [],
  };
}

/** The sources of a demo platform, which has all of them; what its recording is of, the recording says. */
export function demoSources(request: SourceRequest, config: Config): ScopedSources {
  const asked = request.source.map((each) => builtSource(each, '--source'));
  const sources = builtSources.filter((source) => asked.length === 0 || asked.includes(source));
  const leftOutBy = sources.length < builtSources.length ? [`--source ${request.source.join(',')}`] : [];
  return { sources, organizations: [], gates: gatesOf(config, {}), leftOutBy };
}

function askedSources({ source, preset }: SourceRequest, organizations: Organizations): readonly BuiltSource[] {
  if (source.length > 0) return source.map((each) => builtSource(each, '--source'));
  // What a workflow has at hand: its artefacts, and its own token where it has one.
  if (preset === 'ci') return organizations.length > 0 ? ['github', 'gates'] : ['gates'];
  return [];
}

/** The source of that name. Throws PREPAY_NOT_BUILT for one of a later version, else PREPAY_USAGE. */
export function builtSource(name: string, flag: string): BuiltSource {
  const found = builtSources.find((built) => built === name);
  if (found !== undefined) return found;
  const next = `It reads: ${builtSources.join(', ')}.`;
  if (laterSources.includes(name)) {
    throw new PrepayError('PREPAY_NOT_BUILT', `${flag} ${name}: this version does not read that source`, next);
  }
  throw new PrepayError('PREPAY_USAGE', `${flag} ${name}: no such source`, `Sources are: ${builtSources.join(', ')}.`);
}

function assertScoped(source: BuiltSource, organizations: Organizations): void {
  if (source !== 'github' || organizations.length > 0) return;
  throw new PrepayError(
    'PREPAY_USAGE',
    '--source github: no organization is named',
    'Give --org NAME, or scope.github in the configuration.',
  );
}

function namedSources({ scope, gates }: Config, environment: Environment, organizations: Organizations): BuiltSource[] {
  const hasGates = gates !== undefined || (scope === undefined && existsSync(defaultDir));
  const others: BuiltSource[] = [
    ...(organizations.length > 0 ? (['github'] as const) : []),
    ...(hasGates ? (['gates'] as const) : []),
  ];
  const hasAws = scope === undefined ? others.length === 0 || namesAws(environment) : scope.aws !== undefined;
  return [...(hasAws ? (['aws'] as const) : []), ...others];
}

// https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html, less the service of an instance, which
// only a call could find: where nothing else is named, AWS is audited all the same.
function namesAws(environment: Environment): boolean {
  const variables = [
    'AWS_PROFILE',
    'AWS_ACCESS_KEY_ID',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  ];
  if (variables.some((name) => (environment[name] ?? '') !== '')) return true;
  return ['config', 'credentials'].some((file) => existsSync(join(homedir(), '.aws', file)));
}

/** By flag and configuration; else, in GitHub Actions with a token, the one repository that the workflow belongs to. */
function organizationsOf({ org }: SourceRequest, { scope }: Config, environment: Environment): Organizations {
  const configured = scope?.github ?? [];
  if (org.length > 0) return org.map((name) => named(name, configured));
  if (scope !== undefined) return configured.map(({ org: name, repositories }) => ({ org: name, repositories }));
  const [owner, repository] = (environment['GITHUB_REPOSITORY'] ?? '').split('/');
  const hasToken = ['GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_APP_ID'].some((name) => (environment[name] ?? '') !== '');
  if (!hasToken || owner === undefined || repository === undefined) return [];
  return [{ org: owner, repositories: [repository] }];
}

function named(name: string, configured: Organizations): Organizations[number] {
  // https://docs.github.com/en/rest: logins are of letters, digits and single hyphens
  if (!/^[A-Za-z0-9](?:-?[A-Za-z0-9])*$/u.test(name)) {
    throw new PrepayError(
      'PREPAY_USAGE',
      `--org ${name}: not the name of an organization`,
      'Expected letters, digits and hyphens.',
    );
  }
  const found = configured.find(({ org }) => org.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return { org: found.org, repositories: found.repositories };
  if (configured.length === 0) return { org: name, repositories: ['*'] };
  throw new PrepayError(
    'PREPAY_USAGE',
    `--org ${name}: the configuration's scope does not have it`,
    `It has ${configured.map(({ org }) => org).join(', ')}.`,
  );
}

function gatesOf({ gates }: Config, environment: Environment): Gates {
  const sonarqube = gates?.sonarqube;
  return {
    dir: gates?.dir ?? defaultDir,
    maxAgeHours: gates?.maxAgeHours ?? 24,
    expectations: everyGate.map((gate) => ({ gate, ...expectationOf(gate, gates?.expect, sonarqube !== undefined) })),
    sonarqube:
      sonarqube === undefined
        ? null
        : {
            url: sonarqube.url ?? environment['SONAR_HOST_URL'] ?? null,
            project: sonarqube.project,
            branch: sonarqube.branch ?? null,
          },
  };
}

const lockFiles: Readonly<Partial<Record<Gate, string>>> = {
  'npm-audit': 'package-lock.json',
  'composer-audit': 'composer.lock',
};

function expectationOf(
  gate: Gate,
  expect: readonly Gate[] | undefined,
  hasSonarqube: boolean,
): { readonly isExpected: boolean; readonly why: string } {
  if (expect !== undefined) {
    const isExpected = expect.includes(gate);
    return { isExpected, why: `gates.expect of the configuration ${isExpected ? 'names' : 'does not name'} it` };
  }
  if (gate === 'sonarqube' && hasSonarqube) return { isExpected: true, why: 'gates.sonarqube of the configuration' };
  if (alwaysExpected.includes(gate)) return { isExpected: true, why: 'every build has it' };
  const lock = lockFiles[gate];
  if (lock === undefined) return { isExpected: false, why: 'nothing names it' };
  const isThere = existsSync(lock);
  return { isExpected: isThere, why: isThere ? `there is a ${lock}` : `there is no ${lock}` };
}
