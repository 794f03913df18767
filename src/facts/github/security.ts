import { z } from 'zod';

/** Whether GitHub looks for secrets in a repository. Shown to those alone who administer it. */
const secretScanning = z.strictObject({
  /** `org/repo`. */
  id: z.string(),
  /** Null where the answer, that shows other settings, says nothing of it. */
  isOn: z.boolean().nullable().default(true),
  /** Whether a push with a secret in it is refused; null as above. */
  isPushProtected: z.boolean().nullable().default(true),
});

/** A leaked secret that nobody has resolved. Its value is never asked for. */
const secretAlert = z.strictObject({
  /** The alert's number. */
  id: z.string(),
  /** As GitHub names it: `amazon_aws_access_key_id`, `password`, … */
  secretType: z.string().default('amazon_aws_access_key_id'),
  /** UTC, ISO 8601. */
  createdAt: z.iso.datetime().default('2026-01-10T12:00:00Z'),
});

/** Whether GitHub tells of vulnerable dependencies of a repository. */
const dependabot = z.strictObject({
  /** `org/repo`. */
  id: z.string(),
  areAlertsOn: z.boolean().default(true),
});

/** A vulnerable dependency, of severity high or critical. */
const dependabotAlert = z.strictObject({
  /** The alert's number. */
  id: z.string(),
  /** `auto_dismissed` is by a rule of the repository or organization, and comes back once the rule no longer matches. */
  state: z.enum(['open', 'auto_dismissed', 'dismissed', 'fixed']).default('open'),
  severity: z.enum(['low', 'medium', 'high', 'critical']).default('high'),
  /** `npm/left-pad`. */
  dependency: z.string().default('npm/left-pad'),
  /** GitHub's number of the advisory. */
  advisory: z.string().default('GHSA-0000-0000-0001'),
  /** Null where there is no version without the vulnerability. */
  fixedIn: z.string().nullable().default('1.2.3'),
  /** UTC, ISO 8601. */
  createdAt: z.iso.datetime().default('2026-01-10T12:00:00Z'),
});

/** What a scanner found in the code, as its open alert. */
const codeScanningAlert = z.strictObject({
  /** The alert's number. */
  id: z.string(),
  rule: z.string().default('js/sql-injection'),
  tool: z.string().default('CodeQL'),
  /** Null where the scanner gives the rule no severity in terms of security. */
  severity: z.enum(['low', 'medium', 'high', 'critical']).nullable().default('high'),
  /** How sure of a fault the rule is, as SARIF has it; null where the scanner does not say. */
  level: z.enum(['none', 'note', 'warning', 'error']).nullable().default('error'),
  /** UTC, ISO 8601. */
  createdAt: z.iso.datetime().default('2026-01-10T12:00:00Z'),
  /** Where in the repository; null where the alert does not say. */
  location: z.strictObject({ path: z.string(), line: z.int() }).nullable().default(null),
});

/** A secret of an organization, a repository or an environment: its name and its age. No API gives its value. */
const secret = z.strictObject({
  /** `actions/NAME`, `dependabot/NAME`, `environments/production/NAME`. */
  id: z.string(),
  /** UTC, ISO 8601: when its value was set last. */
  updatedAt: z.iso.datetime().default('2026-01-10T12:00:00Z'),
  /** Which repositories of the organization get it; null where it belongs to a repository. */
  visibility: z.enum(['all', 'private', 'selected']).nullable().default(null),
});

/** A key by which a machine reaches one repository without a person's account. */
const deployKey = z.strictObject({
  /** `key-<number>`. */
  id: z.string(),
  title: z.string().default(''),
  isReadOnly: z.boolean().default(true),
});

/** Where an organization or a repository sends its events. */
const webhook = z.strictObject({
  /** `hook-<number>`. */
  id: z.string(),
  /** Scheme and host, since a path may hold a token; null where GitHub names no address. */
  origin: z.string().nullable().default('https://ci.example.com'),
  isActive: z.boolean().default(true),
  /** Null where GitHub does not say. */
  verifiesTls: z.boolean().nullable().default(true),
  /** Whether it has a secret to sign what it sends with. */
  hasSecret: z.boolean().default(true),
});

export const securityFacts = {
  'github.secret-scanning': secretScanning,
  'github.secret-alert': secretAlert,
  'github.dependabot': dependabot,
  'github.dependabot-alert': dependabotAlert,
  'github.code-scanning-alert': codeScanningAlert,
  'github.secret': secret,
  'github.deploy-key': deployKey,
  'github.webhook': webhook,
} as const;

declare module '../../core/fact.js' {
  interface FactKinds {
    'github.secret-scanning': z.infer<typeof secretScanning>;
    'github.secret-alert': z.infer<typeof secretAlert>;
    'github.dependabot': z.infer<typeof dependabot>;
    'github.dependabot-alert': z.infer<typeof dependabotAlert>;
    'github.code-scanning-alert': z.infer<typeof codeScanningAlert>;
    'github.secret': z.infer<typeof secret>;
    'github.deploy-key': z.infer<typeof deployKey>;
    'github.webhook': z.infer<typeof webhook>;
  }
}
