import { letThrough, Sight, type Way } from './fate.js';
import { type Attack, type Match, matchOf } from './matching.js';
import type { Step } from './steps.js';

/** A rule that allows requests before rules that would have stopped some of them. */
export interface Bypass {
  readonly rule: string;
  /** Whom it lets through: `requests by their path`. */
  readonly lets: string;
  /** The next rule that it keeps from them. */
  readonly before: string;
  /** Whether it is one: not certain where an IP set or a group could not be read. */
  readonly isCertain: boolean;
}

interface Bypasses {
  readonly bypasses: readonly Bypass[];
  /** Whether any rule stops anything: without one there is nothing to bypass. Null where that cannot be said. */
  readonly stops: boolean | null;
}

/** No attack in particular: what a rule may match of any request that comes from the internet. */
const anything: Attack = { category: 'protocol', part: 'path', seenBy: { type: 'nobody' } };

/** Whoever is let through by a rule and could have met one further down that stops requests. */
export function bypassesOf(way: Way): Bypasses {
  const met = meetings(way);
  const isStopping = ({ step, match }: Meeting): boolean => stopping.has(step.action) && match.extent !== 'none';
  const bypasses = met.flatMap(({ step, match }, at): Bypass[] => {
    if (match.extent === 'none' || !mayAllow(step)) return [];
    const excused = way.excused(step);
    const [next] = met.slice(at + 1).filter(isStopping);
    if (excused === 'yes' || next === undefined) return [];
    const isCertain =
      step.action === 'allow' &&
      excused === 'no' &&
      match.extent !== 'unsaid' &&
      met.slice(at + 1).some(isSurelyStopping);
    return [{ rule: step.name, lets: letThrough(step), before: next.step.name, isCertain }];
  });
  const stops = met.some(isSurelyStopping) ? true : met.some(isStopping) ? null : false;
  return { bypasses, stops };
}

/** A group that nobody read may have a rule that allows, unless whatever it decides only counts. */
function mayAllow({ action, matches }: Step): boolean {
  if (action === 'allow' || action === 'other') return true;
  return action !== 'count' && matches.type === 'unread';
}

const stopping: ReadonlySet<Step['action']> = new Set(['block', 'captcha', 'challenge', 'other']);

interface Meeting {
  readonly step: Step;
  readonly match: Match;
}

function isSurelyStopping({ step, match }: Meeting): boolean {
  if (step.action === 'other' || step.action === 'allow' || step.action === 'count') return false;
  // A managed group stops something, whatever its rules are.
  return match.extent === 'all' || match.extent === 'some' || step.matches.type !== 'statement';
}

function meetings({ steps, isEmptySet }: Way): Meeting[] {
  const seen = new Sight();
  return steps.map((step) => {
    const match = matchOf(step, anything, seen, isEmptySet);
    seen.pass(step, match);
    return { step, match };
  });
}
