import { z } from 'zod';
import type { GateCondition, SonarqubeContent } from '../../facts/gates/sonarqube.js';
import { gateStatus } from '../../facts/gates/sonarqube.js';

const count = z.int().nonnegative();

/** How many open issues and hotspots are named to people. */
const shown = 5;

// api/qualitygates/project_status
export const projectStatus = z.object({
  status: gateStatus,
  conditions: z
    .array(
      z.object({
        status: z.string(),
        metricKey: z.string(),
        comparator: z.string(),
        errorThreshold: z.string().optional(),
        actualValue: z.string().optional(),
      }),
    )
    // Left out where there are none.
    .default([]),
});

// api/qualitygates/show
export const gateShown = z.object({
  name: z.string(),
  conditions: z.array(z.object({ metric: z.string(), op: z.string(), error: z.string().optional() })).default([]),
});

const paging = z.object({ pageIndex: count, pageSize: count, total: count });

// api/issues/search
const issue = z.object({
  key: z.string(),
  rule: z.string(),
  severity: z.string().optional(),
  impacts: z.array(z.object({ severity: z.string() })).optional(),
  component: z.string(),
  line: z.int().optional(),
  /** OPEN, CONFIRMED and, of older servers, REOPENED are open. */
  status: z.string(),
});
export const issuesFound = z.object({ paging, issues: z.array(issue) });

// api/hotspots/search
const hotspot = z.object({
  key: z.string(),
  ruleKey: z.string().optional(),
  component: z.string(),
  line: z.int().optional(),
  status: z.string(),
});
export const hotspotsFound = z.object({ paging, hotspots: z.array(hotspot) });

/** The status, with the conditions of the whole gate where these are given, else with those that the analysis names. */
export function statusOf(
  { status, conditions }: z.infer<typeof projectStatus>,
  whole: readonly GateCondition[] | null,
): SonarqubeContent {
  const failed = conditions.filter((each) => each.status !== 'OK');
  return {
    about: 'status',
    status,
    conditions: whole === null ? conditions.map(conditionOf) : [...whole],
    isWholeGate: whole !== null,
    failed: failed.map(
      ({ metricKey, comparator, errorThreshold = '', actualValue = 'not known' }) =>
        `${metricKey} is ${actualValue}, ${comparator} ${errorThreshold}`,
    ),
  };
}

function conditionOf({
  metricKey,
  comparator,
  errorThreshold,
}: z.infer<typeof projectStatus>['conditions'][number]): GateCondition {
  return { metric: metricKey, op: comparator, threshold: errorThreshold ?? null };
}

export function conditionsOf({ conditions }: z.infer<typeof gateShown>): GateCondition[] {
  return conditions.map(({ metric, op, error }) => ({ metric, op, threshold: error ?? null }));
}

const openStatuses: readonly string[] = ['OPEN', 'CONFIRMED', 'REOPENED'];

/** An issue or hotspot: its key, and what names it to people: `java:S2068 in wallet:src/a.ts:3`. */
export interface Place {
  readonly key: string;
  readonly text: string;
}

/** The grave open issues of an answer. */
export function graveIssues({ issues }: z.infer<typeof issuesFound>): Place[] {
  return issues
    .filter((each) => openStatuses.includes(each.status) && isGrave(each))
    .map(({ rule, ...at }) => placed(rule, at));
}

/** The one rank is of SonarQube's older mode, the other of its newer one: a server may show both. */
function isGrave({ severity = '', impacts = [] }: z.infer<typeof issue>): boolean {
  return (
    severity === 'BLOCKER' ||
    severity === 'CRITICAL' ||
    impacts.some((impact) => impact.severity === 'BLOCKER' || impact.severity === 'HIGH')
  );
}

export function openHotspots({ hotspots }: z.infer<typeof hotspotsFound>): Place[] {
  return hotspots
    .filter(({ status }) => status === 'TO_REVIEW')
    .map(({ ruleKey = 'hotspot', ...at }) => placed(ruleKey, at));
}

function placed(
  what: string,
  { key, component, line }: { readonly key: string; readonly component: string; readonly line?: number | undefined },
): Place {
  return { key, text: `${what} in ${component}${line === undefined ? '' : `:${line}`}` };
}

/** What is open in several answers, each of it once. */
export function openOf(about: 'issues' | 'hotspots', places: readonly Place[], isComplete: boolean): SonarqubeContent {
  const texts = [...new Map(places.map(({ key, text }) => [key, text])).values()];
  return { about, count: texts.length, examples: texts.slice(0, shown), isComplete };
}
