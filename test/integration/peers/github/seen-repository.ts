import { may } from './access.js';
import type { Repository } from './scenario-repository.js';
import { listedRepository } from './shapes/repository.js';
import { userRole, type Viewer } from './viewer.js';
import { atLeast, type Place } from './world.js';

/** A repository as lists show it to this viewer: what the user may do there, and security for administrators only. */
export function seenRepository(api: string, viewer: Viewer, place: Place): object {
  const role = userRole(viewer, place);
  return {
    ...listedRepository(api, place),
    permissions: {
      admin: atLeast(role, 'admin'),
      maintain: atLeast(role, 'maintain'),
      push: atLeast(role, 'write'),
      triage: atLeast(role, 'triage'),
      pull: true,
    },
    ...(administers(viewer, place) ? { security_and_analysis: securityAndAnalysis(place.repository) } : {}),
  };
}

export function administers(viewer: Viewer, place: Place): boolean {
  return may(viewer, place, 'administration:read', 'admin');
}

function securityAndAnalysis({ security = {} }: Repository): object {
  const { settings = {}, dependabotFixesOn = false } = security;
  const all: Readonly<Record<string, 'enabled' | 'disabled'>> = {
    secret_scanning: 'enabled',
    secret_scanning_push_protection: 'enabled',
    secret_scanning_non_provider_patterns: 'disabled',
    secret_scanning_validity_checks: 'disabled',
    dependabot_security_updates: dependabotFixesOn ? 'enabled' : 'disabled',
    ...settings,
  };
  return Object.fromEntries(Object.entries(all).map(([name, status]) => [name, { status }]));
}
