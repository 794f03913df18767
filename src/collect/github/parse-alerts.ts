import { z } from 'zod';
import type { FactKinds } from '../../core/fact.js';
import type { ParsedItem } from '../reading/item-parser.js';
import { instant } from './instant.js';

/** How one alert of a list becomes a fact of its repository. */
export interface AlertParser<K extends AlertKind> {
  readonly kind: K;
  parse(item: unknown): ParsedItem<K>;
}
export type AlertKind = 'github.secret-alert' | 'github.dependabot-alert' | 'github.code-scanning-alert';

// https://docs.github.com/en/rest/secret-scanning/secret-scanning#list-secret-scanning-alerts-for-a-repository
const wireSecretAlert = z.object({ number: z.int(), secret_type: z.string(), created_at: instant });

export const secretAlerts: AlertParser<'github.secret-alert'> = {
  kind: 'github.secret-alert',
  parse(item) {
    const { number, secret_type: secretType, created_at: createdAt } = wireSecretAlert.parse(item);
    return parsed(number, { id: String(number), secretType, createdAt });
  },
};

// https://docs.github.com/en/rest/dependabot/alerts#list-dependabot-alerts-for-a-repository
const wireDependabotAlert = z.object({
  number: z.int(),
  state: z.enum(['open', 'auto_dismissed', 'dismissed', 'fixed']),
  created_at: instant,
  security_advisory: z.object({ ghsa_id: z.string(), severity: z.enum(['low', 'medium', 'high', 'critical']) }),
  security_vulnerability: z.object({
    package: z.object({ ecosystem: z.string(), name: z.string() }),
    first_patched_version: z.object({ identifier: z.string() }).nullable(),
  }),
});

export const dependabotAlerts: AlertParser<'github.dependabot-alert'> = {
  kind: 'github.dependabot-alert',
  parse(item) {
    const { number, state, created_at: createdAt, ...wire } = wireDependabotAlert.parse(item);
    const { package: part, first_patched_version: patched } = wire.security_vulnerability;
    return parsed(number, {
      id: String(number),
      state,
      severity: wire.security_advisory.severity,
      dependency: `${part.ecosystem}/${part.name}`,
      advisory: wire.security_advisory.ghsa_id,
      fixedIn: patched?.identifier ?? null,
      createdAt,
    });
  },
};

// https://docs.github.com/en/rest/code-scanning/code-scanning#list-code-scanning-alerts-for-a-repository
const wireCodeScanningAlert = z.object({
  number: z.int(),
  created_at: instant,
  rule: z.object({
    id: z.string().nullish(),
    name: z.string().nullish(),
    severity: z.enum(['none', 'note', 'warning', 'error']).nullish(),
    security_severity_level: z.enum(['low', 'medium', 'high', 'critical']).nullish(),
  }),
  tool: z.object({ name: z.string().nullish() }),
  most_recent_instance: z.object({
    location: z.object({ path: z.string().nullish(), start_line: z.int().nullish() }).nullish(),
  }),
});
type WireCode = z.infer<typeof wireCodeScanningAlert>;

export const codeScanningAlerts: AlertParser<'github.code-scanning-alert'> = {
  kind: 'github.code-scanning-alert',
  parse(item) {
    const { number, created_at: createdAt, rule, tool, most_recent_instance } = wireCodeScanningAlert.parse(item);
    return parsed(number, {
      id: String(number),
      rule: rule.id ?? rule.name ?? 'a rule without a name',
      tool: tool.name ?? 'a tool without a name',
      severity: rule.security_severity_level ?? null,
      level: rule.severity ?? null,
      createdAt,
      location: locationOf(most_recent_instance),
    });
  },
};

/** An alert on a file as a whole has line 0 or none; the findings of such a tool stand at its first line. */
function locationOf({
  location,
}: WireCode['most_recent_instance']): FactKinds['github.code-scanning-alert']['location'] {
  const { path = null, start_line: line } = location ?? {};
  return path === null || path === '' ? null : { path, line: Math.max(1, line ?? 1) };
}

function parsed<K extends AlertKind>(number: number, data: FactKinds[K]): ParsedItem<K> {
  return { id: String(number), name: null, data };
}
