import type { ExaminedOrganization } from '../collect/github/doctor.js';
import { type GithubProbe, nothingToAsk } from '../collect/github/doctor-probe.js';
import { hanging, type Page, paragraph, title } from '../report/terminal-layout.js';
import { plural } from '../report/words.js';
import type { GithubDoctor } from './doctor-github.js';
import { type Line, line, type State } from './doctor-lines.js';

/** The blocks about GitHub; none where it is not in scope. */
export function githubText(github: GithubDoctor, page: Page): readonly (readonly string[])[] {
  if (github.state === 'not-in-scope') return [];
  const head = [credentials(github), ...(github.credentials === null ? [] : [identity(github), endpoint(github)])];
  return [
    [title('github', page), ...head.flatMap(({ state, label, text }) => line(state, label, text, page))],
    ...github.organizations.map((organization) => aboutOrganization(organization, page)),
    missing(github, page),
  ];
}

function credentials({ credentials: found, credentialsProblem }: GithubDoctor): Line {
  return found === null || credentialsProblem !== null
    ? { state: 'problem', label: 'credentials', text: `none that can be used: ${credentialsProblem ?? ''}` }
    : { state: 'ok', label: 'credentials', text: `from ${found.kind}` };
}

function identity({ identity: name, identityProbes }: GithubDoctor): Line {
  if (name !== null)
    return { state: name.includes('may also write') ? 'warning' : 'ok', label: 'token of', text: name };
  const failed = identityProbes.find(({ result }) => result !== 'readable');
  return failed === undefined
    ? { state: 'ok', label: 'token of', text: 'nobody, as the token of an installation or of a job' }
    : { state: 'problem', label: 'token of', text: `not known: ${told(failed)}` };
}

function endpoint({ endpoint: named, identityProbes, organizations }: GithubDoctor): Line {
  const name = named === null ? "GitHub's own" : `${named} (GITHUB_API_URL)`;
  const probes = [...identityProbes, ...organizations.flatMap(({ operations }) => operations)];
  const isReached = probes.some(({ result, error }) => {
    const errorClass = error?.class;
    return result !== 'not-tried' && errorClass !== 'connection' && errorClass !== 'time-out';
  });
  return isReached
    ? { state: 'ok', label: 'endpoint', text: name }
    : { state: 'problem', label: 'endpoint', text: `${name}: not reached` };
}

function aboutOrganization(organization: ExaminedOrganization, page: Page): readonly string[] {
  const { org, repository, problem, hidden, operations } = organization;
  const tried = repository === null ? '' : `, those of repositories on ${repository}`;
  const unproven = operations.filter(isUnasked);
  return [
    title(`Operations on ${org}${tried}`, page),
    ...(problem === null ? [] : line('problem', 'scope', problem, page)),
    ...operations
      .filter((probe) => !isUnasked(probe))
      .flatMap((probe) => line(stateOf(probe), '', textOf(probe), page, 0)),
    ...(unproven.length === 0
      ? []
      : hanging('  – ', `${plural(unproven.length, 'operation')} with nothing to ask about, so not proven`, page)),
    ...hidden.flatMap((text) => hanging('  ! ', text, page)),
  ];
}

function nameOf({ operation, asked }: GithubProbe): string {
  const route = operation.slice('GET '.length);
  return asked === '' ? route : `${route} ${asked}`;
}

function stateOf({ result }: GithubProbe): State {
  if (result === 'readable') return 'ok';
  return result === 'not-tried' ? 'later' : 'problem';
}

/** Routes are long, so that what is said of one follows its name; its mark says enough of what can be read. */
function textOf(probe: GithubProbe): string {
  if (probe.result === 'readable') return nameOf(probe);
  const needs = probe.result === 'denied' && probe.needs.length > 0 ? `; it takes ${probe.needs.join(', ')}` : '';
  return `${nameOf(probe)}: ${told(probe)}${needs}`;
}

function told({ result, why, error }: GithubProbe): string {
  const code = error === null ? '' : ` (${error.code})`;
  return result === 'not-tried' ? `not tried: ${why ?? ''}` : `${why ?? result}${code}`;
}

function isUnasked({ result, why }: GithubProbe): boolean {
  return result === 'not-tried' && why === nothingToAsk;
}

function missing({ missing: permissions }: GithubDoctor, page: Page): readonly string[] {
  if (permissions.length === 0) return [];
  return [
    title(`Missing on GitHub (${permissions.length})`, page),
    ...permissions.flatMap(({ permission, places }) => {
      // What GitHub shows to those alone who may change it is better left unknown.
      const isWrite = permission.endsWith('(write)') ? '; it would let the audit write, so better not given' : '';
      return hanging('    ', `${permission}, for ${places.join(', ')}${isWrite}`, page);
    }),
    ...paragraph("'prepay permissions github' prints everything that an App or a token needs.", page),
  ];
}
