import type { WafField, WafStatement } from '../../../facts/aws/waf.js';
import type { RequestPart, WafCategory } from './categories.js';
import { managedGroups } from './managed-groups.js';
import type { Step } from './steps.js';

/** An attack as one rule or WAF's own detector recognises it. */
export interface Attack {
  readonly category: WafCategory;
  readonly part: RequestPart;
  /** Whatever one rule of a managed group catches, what WAF's detector of SQL or scripts finds, or anything. */
  readonly seenBy:
    | { readonly type: 'rule'; readonly step: string }
    | { readonly type: 'detector' }
    | { readonly type: 'nobody' };
}

/**
 * Which of the requests that carry an attack are matched: all, some (which, depends on things that have nothing to do
 * with it), none, or nobody can say. `isAboutIt`: whether it is the attack itself that is matched.
 */
export interface Match {
  readonly extent: 'all' | 'some' | 'none' | 'unsaid';
  readonly isAboutIt: boolean;
}

/** What the attack has met already. */
export interface Seen {
  /** Labels on every such request, and on some, each with whether it is the attack that it was added for. */
  readonly labels: ReadonlyMap<string, { readonly onAll: boolean; readonly isAboutIt: boolean }>;
  /** Managed groups so far, by the namespace of their labels. */
  readonly namespaces: ReadonlySet<string>;
  /** Whether rules were met that could not be read, and may have added any label. */
  readonly hasUnread: boolean;
}

const never: Match = { extent: 'none', isAboutIt: false };
const sometimes: Match = { extent: 'some', isAboutIt: false };
const unsaid: Match = { extent: 'unsaid', isAboutIt: false };

/** `isEmptySet`: whether the IP set is known to hold no address at all. */
export function matchOf(step: Step, attack: Attack, seen: Seen, isEmptySet: (arn: string) => boolean): Match {
  const { matches } = step;
  const of = (statement: WafStatement): Match => statementMatch(statement, { attack, seen, isEmptySet, step });
  switch (matches.type) {
    case 'unread':
      return unsaid;
    case 'statement':
      return of(matches.statement);
    case 'managed': {
      const isOwn = attack.seenBy.type === 'rule' && attack.seenBy.step === step.name;
      const other = matches.rule === null ? unsaid : sometimes;
      const own: Match = isOwn ? { extent: 'all', isAboutIt: true } : other;
      return matches.scopeDown === null ? own : both([own, of(matches.scopeDown)]);
    }
  }
}

interface Asking {
  readonly attack: Attack;
  readonly seen: Seen;
  readonly isEmptySet: (arn: string) => boolean;
  readonly step: Step;
}

function statementMatch(statement: WafStatement, asking: Asking): Match {
  switch (statement.type) {
    case 'and':
      return both(statement.statements.map((each) => statementMatch(each, asking)));
    case 'or':
      return either(statement.statements.map((each) => statementMatch(each, asking)));
    case 'not':
      return inverse(statementMatch(statement.statement, asking));
    case 'label-match':
      return labelMatch(statement, asking);
    case 'sqli':
    case 'xss':
      return detected(statement, asking.attack);
    case 'ip-set-reference':
      return asking.isEmptySet(statement.arn) ? never : sometimes;
    case 'byte-match':
    case 'size-constraint':
    case 'geo':
    case 'regex':
    case 'regex-pattern-set-reference':
    case 'asn-match':
    case 'rate-based': // Below its limit it lets everything by, an attack included.
      return sometimes;
    // Groups stand at the top of a rule alone; one further down is nothing that WAF has today.
    case 'managed-rule-group':
    case 'rule-group-reference':
    case 'other':
      return unsaid;
  }
}

function both(parts: readonly Match[]): Match {
  if (parts.some(({ extent }) => extent === 'none')) return never;
  return { extent: weakest(parts, 'unsaid', 'some', 'all'), isAboutIt: parts.some(({ isAboutIt }) => isAboutIt) };
}

function either(parts: readonly Match[]): Match {
  const all = parts.filter(({ extent }) => extent === 'all');
  if (all.length > 0) return { extent: 'all', isAboutIt: all.some(({ isAboutIt }) => isAboutIt) };
  return { extent: weakest(parts, 'unsaid', 'some', 'none'), isAboutIt: parts.some(({ isAboutIt }) => isAboutIt) };
}

function inverse({ extent }: Match): Match {
  switch (extent) {
    case 'all':
      return never;
    case 'none':
      return { extent: 'all', isAboutIt: false };
    case 'some':
    case 'unsaid':
      return { extent, isAboutIt: false };
  }
}

/** The first of the extents that any of the parts has; the last where none has another. */
function weakest(
  parts: readonly Match[],
  ...extents: readonly [Match['extent'], Match['extent'], Match['extent']]
): Match['extent'] {
  return extents.find((extent) => parts.some((part) => part.extent === extent)) ?? extents[2];
}

function labelMatch({ scope, key }: Extract<WafStatement, { type: 'label-match' }>, { seen, step }: Asking): Match {
  const full = key.startsWith('awswaf:') ? key : `${step.namespace}${key}`;
  const isMeant = (label: string): boolean => (scope === 'label' ? label === full : label.startsWith(full));
  const met = [...seen.labels].filter(([label]) => isMeant(label)).map(([, how]) => how);
  if (met.length > 0) {
    const about = met.filter(({ onAll }) => onAll);
    const counted = about.length > 0 ? about : met;
    return { extent: about.length > 0 ? 'all' : 'some', isAboutIt: counted.some(({ isAboutIt }) => isAboutIt) };
  }
  if (seen.hasUnread) return unsaid;
  return isNeverAdded(full, seen, step) ? never : sometimes;
}

/** Labels of this ACL and of AWS's groups come from the rules before, and from nowhere else. */
function isNeverAdded(label: string, { namespaces }: Seen, { namespace }: Step): boolean {
  if (label.startsWith(namespace)) return true;
  const group = managedGroups.find((each) => label.startsWith(each.namespace));
  return group !== undefined && !namespaces.has(group.namespace);
}

const partsOf: Readonly<
  Partial<Record<WafField['kind'], { readonly parts: readonly RequestPart[]; readonly whole: boolean }>>
> = {
  'uri-path': { parts: ['path'], whole: true },
  'query-string': { parts: ['query'], whole: true },
  'all-query-arguments': { parts: ['query'], whole: true },
  'single-query-argument': { parts: ['query'], whole: false },
  body: { parts: ['body'], whole: true },
  // A body that is no JSON is not looked at, or up to where it stops being JSON.
  'json-body': { parts: ['body'], whole: false },
  // Which of the cookies or headers a pattern leaves out is not kept.
  cookies: { parts: ['cookie'], whole: false },
  headers: { parts: ['header', 'cookie'], whole: false },
  'single-header': { parts: ['header'], whole: false },
};

/** The parts of a request that WAF's detector looks at there; not whole where it sees but some of the part. */
function lookedAt({ kind, name }: WafField): { readonly parts: readonly RequestPart[]; readonly whole: boolean } {
  if (kind === 'single-header' && name?.toLowerCase() === 'cookie') return { parts: ['cookie'], whole: true };
  return partsOf[kind] ?? { parts: [], whole: false };
}

type Detector = Extract<WafStatement, { type: 'sqli' | 'xss' }>;

/** An attack that is encoded, as a browser encodes it, is none for a detector that does not decode it first. */
function detected({ type, field, isDecoded }: Detector, attack: Attack): Match {
  if (attack.seenBy.type !== 'detector' || attack.category !== type) return sometimes;
  const { parts, whole } = lookedAt(field);
  if (!parts.includes(attack.part)) return sometimes;
  return { extent: whole && isDecoded ? 'all' : 'some', isAboutIt: true };
}
