import { byCodeUnit } from '../../core/json.js';
import type { GithubProbe } from './doctor-probe.js';

/** A permission that was denied, with what it is for. */
export interface MissingPermission {
  readonly permission: string;
  readonly operations: readonly string[];
  /** Organizations and repositories where. */
  readonly places: readonly string[];
}

export function missingPermissions(probes: readonly GithubProbe[]): readonly MissingPermission[] {
  const denied = probes.filter(({ result }) => result === 'denied');
  const permissions = [...new Set(denied.flatMap(({ needs }) => needs))].sort(byCodeUnit);
  const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort(byCodeUnit);
  return permissions.map((permission) => {
    const own = denied.filter(({ needs }) => needs.includes(permission));
    return {
      permission,
      operations: sorted(own.map(({ operation, asked }) => (asked === '' ? operation : `${operation} ${asked}`))),
      places: sorted(own.map(({ place }) => place)),
    };
  });
}
