import type { Outcome } from '../../../src/core/outcome.js';

export type Expected = Exclude<Outcome, 'manual'>;

/** The controls on one kind of resource: every planted one gets a verdict of each. */
export const controlsOf = {
  acl: [
    'web-acl-blocks-owasp-categories',
    'no-bypassing-allow-rules',
    'managed-rule-versions-current',
    'web-acl-rate-limited',
    'web-acl-inspects-oversize',
    'web-acl-logging-on',
  ],
  facing: ['internet-facing-resources-have-web-acl', 'shield-protects-internet-facing'],
  region: ['guardduty-on', 'guardduty-features-on', 'no-stale-guardduty-findings'],
  listener: ['tls-policies-current', 'no-plain-http-listeners'],
  certificate: ['certificates-not-expiring'],
  repository: ['ecr-scanning-on', 'ecr-tags-immutable', 'ecr-repositories-private'],
  image: [
    'newest-images-scanned',
    'running-images-scanned',
    'no-overdue-critical-vulnerabilities',
    'no-overdue-high-vulnerabilities',
  ],
} as const;

type Kind = keyof typeof controlsOf;
type ControlOf<K extends Kind> = (typeof controlsOf)[K][number];
export type VerdictsOf<K extends Kind> = Readonly<Partial<Record<ControlOf<K>, Expected>>>;

export const webControls: readonly string[] = Object.values(controlsOf).flat();

/** One verdict that the audit has to come to; without a name where it is no case, but stands around one. */
export interface Planted {
  readonly control: string;
  readonly name: string | null;
  readonly built: string;
  readonly expected: Expected;
  readonly region: string | null;
  readonly id: string;
}

/** An edge case of one control, with the verdicts of all controls on its resource that are no pass. */
export interface Case<K extends Kind> {
  readonly of: ControlOf<K>;
  readonly name: string;
  readonly built: string;
  readonly verdicts?: VerdictsOf<K>;
}

/** Every verdict on the resource of a case. In the table stand the one that it is about, and those that fail with it. */
export function planted<K extends Kind>(
  kind: K,
  { of, name, built, verdicts }: Case<K>,
  at: Pick<Planted, 'region' | 'id'>,
): Planted[] {
  const known = new Map<string, Expected>(Object.entries(verdicts ?? {}));
  return controlsOf[kind].map((control): Planted => {
    const expected = known.get(control) ?? 'pass';
    return { control, name: control === of || expected === 'fail' ? name : null, built, expected, ...at };
  });
}

const ofRegions: readonly Kind[] = ['acl', 'facing', 'listener', 'certificate', 'repository', 'image'];
/** What CloudFront has lives in the account. */
const ofAccount: readonly Kind[] = ['acl', 'facing'];

/** Where a region or the account has none of what a control is about, the control does not apply there. */
export function emptyPlaces(all: readonly Planted[], account: string, regions: readonly string[]): Planted[] {
  const nothingIn = (region: string | null, kinds: readonly Kind[]): Planted[] =>
    kinds
      .flatMap((kind): readonly string[] => controlsOf[kind])
      .filter((control) => !all.some((one) => one.control === control && one.region === region))
      .map((control) => ({
        control,
        name: null,
        built: '',
        expected: 'not-applicable',
        region,
        id: region === null ? account : `${account}/${region}`,
      }));
  return [...nothingIn(null, ofAccount), ...regions.flatMap((region) => nothingIn(region, ofRegions))];
}

const dayMs = 86_400_000;

/** The moment so many days before the audit. An hour is added, so that the audit's own time moves nothing over a limit. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * dayMs + dayMs / 24).toISOString();
}
