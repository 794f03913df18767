import { nothingToAsk, type Probe } from '../collect/aws/doctor-probe.js';
import { byCodeUnit } from '../core/json.js';
import { groupBy } from '../report/group.js';
import { painter } from '../report/paint.js';
import { hanging, type Page, paragraph, title } from '../report/terminal-layout.js';
import { plural } from '../report/words.js';
import { widthOf } from '../report/wrap.js';
import type { AwsDoctor } from './doctor-aws.js';
import type { DoctorReport } from './doctor.js';
import { gatesText } from './doctor-gates-text.js';
import { githubText } from './doctor-github-text.js';
import { type Line, line, type State } from './doctor-lines.js';

/** What a person reads: the state of everything, what is missing, and the policy that grants it. */
export function doctorText(
  report: DoctorReport,
  { columns, color }: { readonly columns: number; readonly color: boolean },
): string {
  const page: Page = { width: Math.max(40, columns), paint: painter(color), color };
  const { checks, aws, github, gates, later } = report;
  const isAws = aws.state !== 'not-in-scope';
  const blocks = [
    [title('This machine', page), ...checks.flatMap((check) => line(check.state, check.check, check.text, page))],
    ...(isAws ? [awsHead(aws, page), operations(aws, page), missing(aws, page)] : []),
    ...githubText(github, page),
    ...gatesText(gates, page),
    [title('Other sources', page), ...later.flatMap(({ source, text }) => line('later', source, text, page))],
    conclusion(report, page),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

function awsHead(aws: AwsDoctor, page: Page): readonly string[] {
  return [title('aws', page), ...aboutAws(aws).flatMap(({ state, label, text }) => line(state, label, text, page))];
}

function aboutAws(aws: AwsDoctor): readonly Line[] {
  const lines = [credentialsLine(aws)];
  if (aws.state === 'no-credentials') return lines;
  lines.push(identityLine(aws), endpointLine(aws));
  if (aws.state === 'wrong-account') return lines;
  if (aws.regions.length > 0) lines.push(regionsLine(aws));
  for (const region of aws.disabledRegions)
    lines.push({ state: 'problem', label: 'region', text: `${region} is not enabled for the account` });
  if (aws.otherRegions !== null) lines.push({ state: 'problem', label: 'regions', text: aws.otherRegions });
  return lines;
}

function regionsLine({ regions, operations: all }: AwsDoctor): Line {
  const text = `${plural(regions.length, 'region')}: ${regions.join(', ')}`;
  const isListed = all.some(({ operation, result }) => operation === 'ec2:DescribeRegions' && result === 'readable');
  return isListed
    ? { state: 'ok', label: 'regions', text }
    : { state: 'warning', label: 'regions', text: `${text}; whether they are enabled is not known` };
}

function credentialsLine({ credentials, credentialsError, profile }: AwsDoctor): Line {
  const whose = profile === null ? '' : `, profile ${profile}`;
  if (credentials === null) {
    const said = credentialsError === null ? '' : `: ${credentialsError.message}`;
    return { state: 'problem', label: 'credentials', text: `none that can be used${whose}${said}` };
  }
  const until = credentials.expiresAt === null ? '' : `, valid until ${credentials.expiresAt}`;
  return { state: 'ok', label: 'credentials', text: `from ${credentials.kind}${whose}${until}` };
}

function identityLine({ identity, expectedAccount, operations: all }: AwsDoctor): Line {
  if (identity === null) {
    const probe = all.find(({ operation }) => operation === 'sts:GetCallerIdentity');
    return {
      state: 'problem',
      label: 'account',
      text: `not known: ${probe === undefined ? 'not asked' : told(probe)}`,
    };
  }
  const { account, arn } = identity;
  if (expectedAccount !== null && expectedAccount !== account)
    return { state: 'problem', label: 'account', text: `${arn}: expected account ${expectedAccount}, got ${account}` };
  return { state: 'ok', label: 'account', text: `${account}, ${arn}` };
}

/** Reached if anything answered, even by refusing. */
function endpointLine({ endpoint, homeRegion, operations: all }: AwsDoctor): Line {
  const name = endpoint === null ? `AWS's own; ${homeRegion} is asked first` : `${endpoint} (AWS_ENDPOINT_URL)`;
  const isReached = all.some(({ result, error }) => {
    const errorClass = error?.class;
    return result !== 'not-tried' && errorClass !== 'connection' && errorClass !== 'time-out';
  });
  return isReached
    ? { state: 'ok', label: 'endpoint', text: name }
    : { state: 'problem', label: 'endpoint', text: `${name}: not reached` };
}

/** A line for each operation; below it what is wrong, once for all regions where it is alike. */
function operations({ state, operations: all }: AwsDoctor, page: Page): readonly string[] {
  if (all.length === 0 || state === 'wrong-account') return [];
  if (state === 'unreadable') return nothingRead(all, page);
  const names = operationNames(all);
  const width = Math.max(...names.map(widthOf));
  return [
    title('Operations, and in how many regions they can be read', page),
    ...names.flatMap((name) => {
      const own = all.filter(({ operation }) => operation === name);
      const read = own.filter(({ result }) => result === 'readable').length;
      return [
        ...line(stateOf(own), name, `${read} of ${own.length}`, page, width + 1),
        ...problemsOf(own).flatMap((text) => hanging('      ', text, page)),
      ];
    }),
  ];
}

/** Where not one call was answered the reasons are few, and the operations are not worth a line each. */
function nothingRead(all: readonly Probe[], page: Page): readonly string[] {
  const tried = all.filter(({ result }) => result !== 'not-tried');
  const reasons = [...new Set(tried.map(told))].sort(byCodeUnit);
  const behind = all.length - tried.length;
  return [
    title('Operations', page),
    ...reasons.flatMap((reason) => {
      const names = operationNames(tried.filter((probe) => told(probe) === reason));
      return hanging('  ✕ ', `${plural(names.length, 'operation')}: ${reason}`, page, (mark) =>
        page.paint('red', mark),
      );
    }),
    ...(behind === 0 ? [] : hanging('  – ', `${plural(behind, 'call')} not tried behind these`, page)),
  ];
}

function operationNames(all: readonly Probe[]): readonly string[] {
  return [...new Set(all.map(({ operation }) => operation))].sort(byCodeUnit);
}

function stateOf(own: readonly Probe[]): State {
  if (own.some(({ result }) => result !== 'readable' && result !== 'not-tried')) return 'problem';
  return own.some(({ result }) => result === 'readable') ? 'ok' : 'later';
}

/** What is wrong, each with the regions where. Nothing to ask about in some regions is nothing wrong. */
function problemsOf(own: readonly Probe[]): readonly string[] {
  const isProven = own.some(({ result }) => result === 'readable');
  const places = new Map<string, string[]>();
  for (const probe of own) {
    if (probe.result === 'readable' || (isProven && isUnasked(probe))) continue;
    const text = told(probe);
    places.set(text, [...(places.get(text) ?? []), ...(probe.region === null ? [] : [probe.region])]);
  }
  return [...places].map(([text, regions]) => `${text}${whereOf(regions, own.length)}`);
}

/** Regions by name as long as they are few. */
function whereOf(regions: readonly string[], all: number): string {
  if (regions.length === 0 || regions.length === all) return '';
  return regions.length <= 5 ? ` in ${regions.join(', ')}` : ` in ${regions.length} of ${all} regions`;
}

function isUnasked({ result, why }: Probe): boolean {
  return result === 'not-tried' && why === nothingToAsk;
}

function told({ result, why, error }: Probe): string {
  const code = error === null ? '' : ` (${error.code})`;
  return result === 'not-tried' ? `not tried: ${why ?? ''}` : `${why ?? result}${code}`;
}

function missing({ missing: actions, policy, operations: all }: AwsDoctor, page: Page): readonly string[] {
  if (policy === null) return [];
  const places = groupBy(actions, ({ regions }) => (regions.length === 0 ? 'the account' : regions.join(', ')));
  const listed = [...places].flatMap(([place, own]) => [
    ...paragraph(`in ${place}:`, page),
    ...own.flatMap(({ action }) => hanging('    ', action, page)),
  ]);
  const isHidden = all.some(
    ({ result, why }) => result === 'not-tried' && why !== null && why.endsWith('was not readable'),
  );
  return [
    title(`Missing (${actions.length})`, page),
    ...listed,
    '',
    ...paragraph('This policy grants just what is missing; an explicit deny elsewhere outweighs it:', page),
    ...JSON.stringify(policy, null, 2)
      .split('\n')
      .map((text) => `  ${text}`),
    ...paragraph("'prepay permissions aws' prints the policy for everything.", page),
    ...(isHidden
      ? paragraph('Some operations could not be tried behind a denied one: run doctor again after that.', page)
      : []),
  ];
}

function conclusion(report: DoctorReport, page: Page): readonly string[] {
  const { aws } = report;
  const unproven = operationNames(aws.operations).filter((name) =>
    aws.operations.every((probe) => probe.operation !== name || isUnasked(probe)),
  );
  return [
    ...hanging('', sentence(report), page),
    ...(unproven.length === 0
      ? []
      : hanging('', `Not proven, since the account has nothing to ask about: ${unproven.join(', ')}.`, page)),
  ];
}

function sentence({ exit, aws, github, gates }: DoctorReport): string {
  if (aws.state === 'no-credentials')
    return 'Nothing can be read without credentials: log in, set AWS_PROFILE, or give --aws-profile.';
  if (aws.state === 'wrong-account') return 'The credentials are of another account than the configuration names.';
  if (github.state === 'no-credentials')
    return "GitHub cannot be read without credentials: set GITHUB_TOKEN or sign in as an App; 'prepay permissions github' says more.";
  if (exit === 0) return 'Everything can be read.';
  if (exit === 2) return 'A run cannot begin before the problems above are mended.';
  if (aws.operations.some(({ result }) => result === 'expired')) return 'The credentials have expired: log in again.';
  const isBuildAlone = [aws.state, github.state].every((state) => state === 'readable' || state === 'not-in-scope');
  return isBuildAlone && gates.missing.length > 0
    ? 'Not every expected gate is there. A run would call unknown what rests on it, and end with 3.'
    : 'Not everything can be read. A run would call unknown what rests on it, and end with 3.';
}
