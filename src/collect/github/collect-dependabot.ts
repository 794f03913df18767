import { z } from 'zod';
import type { Coverage } from '../../core/fact.js';
import type { Scope } from '../../core/scope.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import { administered } from './administered.js';
import type { Repository } from './audited.js';
import type { Overview } from './overview.js';
import { dependabotAlerts } from './parse-alerts.js';
import { permissionNamed } from './permission-named.js';
import { type Alerts, isRefused, keepAlerts, readOrganizationAlerts, readRepositoryAlerts } from './read-alerts.js';
import { readOf } from './read-of.js';
import { refusalText } from './refusal-text.js';

// Those of lesser severity have no limit. Dismissed ones are history, but for what a rule dismissed, which is counted.
const judged = { state: 'open,auto_dismissed', severity: 'critical,high' };

/** Reads the alerts of all repositories of an organization, so far as its own list tells them. */
export async function readDependabot(reading: Reading, scope: Scope): Promise<AcrossDependabot> {
  return readOrganizationAlerts(
    reading,
    [readOf(scope, 'GET /orgs/{org}/dependabot/alerts', judged)],
    dependabotAlerts,
  );
}

export type AcrossDependabot = Alerts<'github.dependabot-alert'>;

/** Reads whether alerts on vulnerable dependencies are on in a repository, and those of critical and high severity. */
export async function collectDependabot(
  reading: Reading,
  repository: Repository,
  across: AcrossDependabot,
  overview: Overview | null = null,
): Promise<void> {
  const setting = (await toldSetting(reading, repository, overview)) ?? (await readSetting(reading, repository));
  await collectAlerts(reading, repository, setting, across);
}

const noContent = z.object({ body: z.null() });

interface Setting {
  readonly areOn: boolean;
  readonly coverage: Coverage;
}

/**
 * That they are on, where the overview says so to whom administers the repository; null otherwise: that they are off is
 * what GitHub may say to anybody else.
 */
async function toldSetting(
  { transport, sink }: Reading,
  { scope, data: { id } }: Repository,
  overview: Overview | null,
): Promise<Setting | null> {
  const told = await administered(transport, scope, overview);
  if (told?.settings.areAlertsOn !== true) return null;
  const { settings, coverage } = told;
  const evidence = [{ ...settings.evidence, pointer: `${settings.evidence.pointer}/hasVulnerabilityAlertsEnabled` }];
  sink.fact({ kind: 'github.dependabot', id, name: null, scope, data: { id, areAlertsOn: true }, evidence });
  sink.covered('github.dependabot', scope, coverage);
  return { areOn: true, coverage };
}

/** Null where GitHub does not say. */
async function readSetting({ transport, sink }: Reading, { scope, data: { id } }: Repository): Promise<Setting | null> {
  const kind = 'github.dependabot';
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/vulnerability-alerts');
  const { coverage, ending } = await readAnswer(transport, request, '', (page) => noContent.parse(page));
  // 204 is on; 404 "Vulnerability alerts are disabled." is off, where a token that may not see it gets "Not Found".
  // https://docs.github.com/en/rest/repos/repos#check-if-vulnerability-alerts-are-enabled-for-a-repository
  const isOff = ending.outcome === 'absent';
  if (!isOff && coverage.gap !== null) {
    sink.covered(kind, scope, permissionNamed(coverage));
    return null;
  }
  const said = { ...coverage, gap: null, delivered: true };
  const evidence = [{ read: ending.key, page: 0, pointer: '' }];
  sink.fact({ kind, id, name: null, scope, data: { id, areAlertsOn: !isOff }, evidence });
  sink.covered(kind, scope, said);
  return { areOn: !isOff, coverage: said };
}

async function collectAlerts(
  reading: Reading,
  { scope, data: { id, isArchived } }: Repository,
  setting: Setting | null,
  across: AcrossDependabot,
): Promise<void> {
  // What the organization's list shows is there, whatever else is not known.
  const keep = (coverage: Coverage, ...more: readonly AcrossDependabot[]): void =>
    keepAlerts(reading, scope, dependabotAlerts, [...more, across], coverage);
  const none = (why: string, { reads }: Coverage): void => {
    const text = `${id} ${why}, so that GitHub tells of no vulnerable dependency`;
    keep({ gap: { reason: 'missing', reads: reads.map(({ key }) => key), text }, reads, delivered: false });
  };
  // GitHub answers 403 "Dependabot alerts are not available for archived repositories", and leaves them out of lists.
  if (isArchived) {
    none('is archived', setting?.coverage ?? across.coverage);
    return;
  }
  if (setting?.areOn === false) {
    none(alertsOff, setting.coverage);
    return;
  }
  // Who is told that they are on administers the repository, so that the organization's list leaves none of it out.
  if (setting !== null && !isRefused(across.coverage)) {
    keep(across.coverage);
    return;
  }
  const request = readOf(scope, 'GET /repos/{owner}/{repo}/dependabot/alerts', judged);
  const found = await readRepositoryAlerts(reading, [request], dependabotAlerts);
  const isOff = /alerts are disabled/i.test(await refusalText(reading.transport, request, found.coverage));
  if (isOff) none(alertsOff, found.coverage);
  else keep(found.coverage, found);
}

const alertsOff = 'has its alerts off';
