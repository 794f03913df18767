import { byProtection, type EffectiveAction } from './categories.js';
import { type Attack, type Match, matchOf, type Seen } from './matching.js';
import type { Step } from './steps.js';
import { statementText } from './statement-text.js';

/** What becomes of an attack, through which rules, and why not better. */
export interface Fate {
  readonly action: EffectiveAction;
  /** Names of the rules that decide. */
  readonly by: readonly string[];
  /** What lets it by, in words; none where it is blocked. */
  readonly why: readonly string[];
}

export interface Way {
  readonly steps: readonly Step[];
  readonly defaultAction: 'allow' | 'block';
  /** Whether the IP set is known to hold no address at all. */
  readonly isEmptySet: (arn: string) => boolean;
  /** Whether whom the rule lets by may pass uninspected. */
  readonly excused: (step: Step) => 'yes' | 'no' | 'unsaid';
}

/** What cannot be said is taken for what protects more, or for what protects less. */
export type Light = 'best' | 'worst';

/** An attack on its way through all rules, up to the one that ends it. */
export function fateOf({ steps, defaultAction, isEmptySet, excused }: Way, attack: Attack, light: Light): Fate {
  const seen = new Sight();
  const stopped: { readonly name: string; readonly action: EffectiveAction; readonly why: string | null }[] = [];
  const letBy: string[] = [];
  const why: string[] = [];
  const counted: string[] = [];
  for (const step of steps) {
    const match = inLight(matchOf(step, attack, seen, isEmptySet), step, light);
    seen.pass(step, match);
    if (match.extent === 'none') continue;
    const action = actionInLight(step, light);
    switch (action) {
      case 'count':
        if (match.isAboutIt) counted.push(step.name);
        break;
      case 'allow': {
        if (isExcused(excused(step), light)) break;
        letBy.push(step.name);
        why.push(`${step.name} allows ${letThrough(step)}`);
        if (match.extent === 'all') return ended(stopped, letBy, why, counted, 'let by');
        break;
      }
      case 'block':
      case 'captcha':
      case 'challenge':
        if (match.extent === 'all')
          return ended([...stopped, { name: step.name, action, why: null }], letBy, why, counted, 'stopped');
        if (match.isAboutIt) stopped.push({ name: step.name, action, why: `${step.name} sees ${seenOnly(step)}` });
    }
  }
  const rest = defaultAction === 'block' ? 'stopped' : 'let by';
  const last = rest === 'stopped' ? [{ name: 'default action', action: 'block', why: null } as const] : [];
  return ended([...stopped, ...last], letBy, why, counted, rest);
}

function ended(
  stopped: readonly { readonly name: string; readonly action: EffectiveAction; readonly why: string | null }[],
  letBy: readonly string[],
  why: readonly string[],
  counted: readonly string[],
  rest: 'stopped' | 'let by',
): Fate {
  const names = stopped.map(({ name }) => name);
  if (rest === 'stopped' && letBy.length === 0) {
    const weakest = stopped.map(({ action }) => action).sort(byProtection)[0] ?? 'block';
    return { action: weakest, by: names.slice(-1), why: [] };
  }
  if (stopped.length > 0) {
    const gaps = [...stopped.flatMap((each) => each.why ?? []), ...why];
    return { action: 'partial', by: [...names, ...letBy], why: gaps };
  }
  if (counted.length > 0)
    return { action: 'count', by: counted, why: [...counted.map((name) => `${name} only counts`), ...why] };
  return { action: 'none', by: letBy, why };
}

/** A rule that nobody can read may stop everything, or nothing; an allowing one lets some by, or none. */
function inLight(match: Match, step: Step, light: Light): Match {
  if (match.extent !== 'unsaid') return match;
  const isLetting = actionInLight(step, light) === 'allow';
  if (light === 'best') return isLetting ? { extent: 'none', isAboutIt: false } : { extent: 'all', isAboutIt: true };
  return { extent: isLetting ? 'some' : 'none', isAboutIt: false };
}

function actionInLight({ action }: Step, light: Light): Exclude<Step['action'], 'other'> {
  if (action !== 'other') return action;
  return light === 'best' ? 'block' : 'allow';
}

function isExcused(excused: 'yes' | 'no' | 'unsaid', light: Light): boolean {
  return excused === 'yes' || (excused === 'unsaid' && light === 'best');
}

/** Labels and groups that a request has met; grows from rule to rule. */
export class Sight implements Seen {
  readonly labels = new Map<string, { readonly onAll: boolean; readonly isAboutIt: boolean }>();
  readonly namespaces = new Set<string>();
  hasUnread = false;

  pass({ matches, labels }: Step, { extent, isAboutIt }: Match): void {
    if (matches.type === 'unread') this.hasUnread = true;
    if (matches.type === 'managed') {
      if (matches.rule === null) this.hasUnread = true;
      const [label] = labels;
      if (label !== undefined) this.namespaces.add(label.slice(0, label.lastIndexOf(':') + 1));
    }
    if (extent === 'none') return;
    for (const label of labels) {
      const known = this.labels.get(label);
      this.labels.set(label, {
        onAll: extent === 'all' || (known?.onAll ?? false),
        isAboutIt: isAboutIt || (known?.isAboutIt ?? false),
      });
    }
  }
}

/** Whom the rule lets through: `requests by their path`, `what GenericLFI_BODY matches`. */
export function letThrough({ matches, name }: Step): string {
  switch (matches.type) {
    case 'statement':
      return statementText(matches.statement);
    case 'managed':
      return `what ${name.slice(name.lastIndexOf('/') + 1).trim()} matches`;
    case 'unread':
      return 'what cannot be said';
  }
}

function seenOnly({ matches }: Step): string {
  switch (matches.type) {
    case 'statement':
      return `only ${statementText(matches.statement)}`;
    case 'managed':
      return matches.scopeDown === null ? 'some' : `only ${statementText(matches.scopeDown)} (scope-down)`;
    case 'unread':
      return 'what cannot be said';
  }
}
