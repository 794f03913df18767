import pLimit from 'p-limit';
import { z } from 'zod';
import type { Coverage } from '../../core/fact.js';
import type { Scope } from '../../core/scope.js';
import { readAnswer } from '../reading/read-answer.js';
import type { Reading } from '../reading/read-items.js';
import type { Repository } from './audited.js';
import { dependabotAlerts } from './parse-alerts.js';
import { permissionNamed } from './permission-named.js';
import { type Alerts, isRefused, keepAlerts, readOrganizationAlerts, readRepositoryAlerts } from './read-alerts.js';
import { readOf } from './read-of.js';
import { refusalText } from './refusal-text.js';

// Those of lesser severity have no limit. Dismissed ones are history, but for what a rule dismissed, which is counted.
const judged = { state: 'open,auto_dismissed', severity: 'critical,high' };

const atOnce = 8;

/** Reads whether alerts on vulnerable dependencies are on in each repository, and those of critical and high severity. */
export async function collectDependabot(
  reading: Reading,
  scope: Scope,
  repositories: readonly Repository[],
): Promise<void> {
  if (repositories.length === 0) return;
  const limit = pLimit(atOnce);
  const [across, settings] = await Promise.all([
    readOrganizationAlerts(reading, [readOf(scope, 'GET /orgs/{org}/dependabot/alerts', judged)], dependabotAlerts),
    Promise.all(repositories.map((repository) => limit(async () => readSetting(reading, repository)))),
  ]);
  await Promise.all(
    repositories.map((repository, index) =>
      limit(async () => collectAlerts(reading, repository, settings[index] ?? null, across)),
    ),
  );
}

const noContent = z.object({ body: z.null() });

interface Setting {
  readonly areOn: boolean;
  readonly coverage: Coverage;
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
  across: Alerts<'github.dependabot-alert'>,
): Promise<void> {
  // What the organization's list shows is there, whatever else is not known.
  const keep = (coverage: Coverage, ...more: readonly Alerts<'github.dependabot-alert'>[]): void =>
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
