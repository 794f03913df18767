import { both, type Extent, type Oversize, oversizeMatch } from './oversize-match.js';
import type { LetBy } from './let-by.js';
import type { Step } from './steps.js';

/** What becomes of requests whose body is larger than what is inspected of it. */
export interface OversizeFate {
  readonly says: 'stopped' | 'let by' | 'unsaid';
  /** The rule that stops them all, or `default action`; else what lets them by, and what nobody can say. */
  readonly why: readonly string[];
  /** Answers about rules that the fate rests on. */
  readonly asked: readonly LetBy[];
}

interface Way {
  readonly steps: readonly Step[];
  readonly defaultAction: 'allow' | 'block';
  /** How many bytes of a body are inspected. */
  readonly inspected: number;
  readonly letBy: (step: Step) => LetBy;
}

/** Such a request on its way through all rules, up to the one that ends it for every one of them. */
export function oversizeFate({ steps, defaultAction, inspected, letBy }: Way): OversizeFate {
  const labels = new Set<string>();
  const asked: LetBy[] = [];
  const ended = (by: string | null): OversizeFate => {
    const open = asked.filter(({ says }) => says !== 'no');
    const [first] = open;
    const why = [...open.map(({ text }) => text), ...(by === null ? ['no rule blocks them all'] : [])];
    // What was not read may stop what the rules behind it let by, and not what those before it do.
    if (first?.says === 'yes') return { says: 'let by', why, asked };
    if (first?.says === 'unsaid') return { says: 'unsaid', why, asked };
    return by === null ? { says: 'let by', why, asked } : { says: 'stopped', why: [by], asked };
  };
  for (const step of steps) {
    const extent = stepExtent(step, { inspected, isOnAll: isOnAll(labels, step.namespace) });
    if (extent === 'none') continue;
    const answer = isUnreadSizeRule(step) ? unreadSizeRule(step) : letBy(step);
    asked.push(answer);
    if (extent !== 'all') continue;
    for (const label of step.labels) labels.add(label);
    if (step.action === 'block') return ended(step.name);
    if (step.action === 'allow' && answer.says === 'yes') return ended(null);
  }
  return ended(defaultAction === 'block' ? 'default action' : null);
}

/** A rule of AWS's core rule set blocks bodies of more than 8 KB. Of no other managed rule is it known. */
function stepExtent(step: Step, oversize: Oversize): Extent {
  const { matches } = step;
  if (matches.type === 'unread') return 'some';
  if (matches.type === 'statement') return oversizeMatch(matches.statement, oversize);
  const own = isSizeRule(step) && matches.isRead ? 'all' : 'some';
  return matches.scopeDown === null ? own : both([own, oversizeMatch(matches.scopeDown, oversize)]);
}

function isSizeRule({ name, matches }: Step): boolean {
  return matches.type === 'managed' && sizeRule.test(`${matches.group} ${name}`);
}

/** Whether the rule would block them, if the version of its group has it, which was not read. */
function isUnreadSizeRule(step: Step): boolean {
  return isSizeRule(step) && step.action === 'block' && step.matches.type === 'managed' && !step.matches.isRead;
}

function unreadSizeRule({ name }: Step): LetBy {
  return { says: 'unsaid', text: `whether there is ${name} was not read`, evidence: [], unread: [] };
}

// https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
const sizeRule = /^AWS\/AWSManagedRulesCommonRuleSet(@\S+)? .* \/ SizeRestrictions_BODY$/i;

function isOnAll(labels: ReadonlySet<string>, namespace: string): Oversize['isOnAll'] {
  return (key, scope) => {
    const keys = [key, `${namespace}${key}`];
    return [...labels].some((label) =>
      keys.some((each) => (scope === 'label' ? label === each : label.startsWith(each))),
    );
  };
}
