import type { CodeScanningAlert, DependabotAlert, SecretAlert } from './scenario-alerts.js';
import { found } from './shapes/alerts.js';

interface Alert {
  readonly number: number;
  readonly state?: string;
  readonly createdAt?: string;
}

/**
 * Left out unless they are asked for by name.
 * https://github.blog/changelog/2024-08-06-secret-scanning-alerts-for-non-provider-patterns-and-passwords-are-retrievable-with-the-rest-api
 */
const generic = /^password$|_private_key$|^http_.*_authentication_header$|_connection_(string|uri)$/;

export function secretFilter(query: URLSearchParams): (alerts: readonly SecretAlert[]) => readonly SecretAlert[] {
  const ordered = order<SecretAlert>(query);
  const ofState = among(query, 'state');
  const types = query.get('secret_type')?.split(',');
  const without = query.get('exclude_secret_types')?.split(',') ?? [];
  const ofValidity = among(query, 'validity');
  const isWanted = (type: string): boolean =>
    types === undefined ? !generic.test(type) && !without.includes(type) : types.includes(type);
  return (alerts) =>
    ordered(
      alerts.filter(
        ({ state = 'open', secretType = 'amazon_aws_access_key_id', validity = 'unknown' }) =>
          ofState(state) && ofValidity(validity) && isWanted(secretType),
      ),
    );
}

export function dependabotFilter(
  query: URLSearchParams,
): (alerts: readonly DependabotAlert[]) => readonly DependabotAlert[] {
  const ordered = order<DependabotAlert>(query);
  const [ofState, ofSeverity, ofEcosystem, ofScope] = [
    among(query, 'state'),
    among(query, 'severity'),
    among(query, 'ecosystem'),
    among(query, 'scope'),
  ];
  return (alerts) =>
    ordered(
      alerts.filter(
        ({ state = 'open', severity = 'high', ecosystem = 'npm', scope = 'runtime' }) =>
          ofState(state) && ofSeverity(severity) && ofEcosystem(ecosystem) && ofScope(scope ?? ''),
      ),
    );
}

/** Of one ref: the default branch where the query names none. */
export function codeScanningFilter(
  query: URLSearchParams,
): (alerts: readonly CodeScanningAlert[], defaultBranch: string) => readonly CodeScanningAlert[] {
  const ordered = order<CodeScanningAlert>(query);
  const [ofState, ofTool, ofSeverity] = [among(query, 'state'), among(query, 'tool_name'), among(query, 'severity')];
  const wanted = query.get('ref');
  return (alerts, defaultBranch) => {
    const own = `refs/heads/${defaultBranch}`;
    const at = wanted === null ? own : wanted.startsWith('refs/') ? wanted : `refs/heads/${wanted}`;
    return ordered(
      alerts.filter(
        ({ state = 'open', tool = 'CodeQL', ref = own, severity = 'error', securitySeverity = 'high' }) =>
          ofState(state) && ofTool(tool) && ref === at && (ofSeverity(severity) || ofSeverity(securitySeverity ?? '')),
      ),
    );
  };
}

/** Whether a value is one of those that the query names, apart by commas; every value is where it names none. */
function among(query: URLSearchParams, name: string): (value: string) => boolean {
  const wanted = query.get(name)?.split(',');
  return (value) => wanted === undefined || wanted.includes(value);
}

/** Newest first, or as the query says; what was updated last is what was found last here. */
function order<T extends Alert>(query: URLSearchParams): (alerts: readonly T[]) => readonly T[] {
  const sign = query.get('direction') === 'asc' ? 1 : -1;
  query.get('sort');
  const time = ({ createdAt = found }: Alert): number => Date.parse(createdAt);
  return (alerts) => [...alerts].sort((a, b) => sign * (time(a) - time(b) || a.number - b.number));
}
