import type { FactKinds } from '../../../core/fact.js';

type Filter = NonNullable<FactKinds['aws.wafv2.logging-configuration']['filter']>;
type Rule = Filter['filters'][number];
type Condition = Rule['conditions'][number];

/** What becomes of the records of blocked requests: all kept, some or all dropped, or nobody can say; why, if not kept. */
export interface BlockedRecords {
  readonly kept: 'all' | 'not all' | 'unsaid';
  readonly why: string;
}

/**
 * In which order several filters are weighed is not documented, so that nothing here rests on it.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-management-configure.html
 */
export function blockedRecords(filter: Filter | null): BlockedRecords {
  if (filter === null) return { kept: 'all', why: '' };
  const dropping = filter.filters.filter(({ behavior }) => behavior === 'drop');
  const [drop] = worstFirst(dropping.map((rule) => ({ rule, meets: ruleMeets(rule) })));
  const isKept = filter.filters.some((rule) => rule.behavior === 'keep' && ruleMeets(rule) === 'all');
  const text = drop === undefined ? '' : `a filter drops ${conditionsText(drop.rule)}`;
  if (drop !== undefined && (isKept || drop.meets === 'perhaps')) return { kept: 'unsaid', why: text };
  if (drop !== undefined) return { kept: 'not all', why: text };
  if (filter.defaultBehavior === 'keep' || isKept) return { kept: 'all', why: '' };
  return { kept: 'not all', why: 'what no filter keeps is dropped, and none keeps all that is blocked' };
}

/** Which records of blocked requests meet a filter or a condition. */
type Meets = 'all' | 'some' | 'perhaps' | 'none';

const order: readonly Meets[] = ['all', 'some', 'perhaps', 'none'];

function worstFirst<T extends { readonly meets: Meets }>(rules: readonly T[]): T[] {
  return rules.filter(({ meets }) => meets !== 'none').sort((a, b) => order.indexOf(a.meets) - order.indexOf(b.meets));
}

function ruleMeets({ requirement, conditions }: Rule): Meets {
  const each = conditions.map(conditionMeets).sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const [first = 'none'] = each;
  return requirement === 'any' ? first : (each.at(-1) ?? 'none');
}

/** A record of a blocked request may name rules that counted, or asked for a token, before the one that blocked. */
function conditionMeets(condition: Condition): Meets {
  if ('label' in condition) return 'some';
  if ('other' in condition) return 'perhaps';
  if (condition.action === 'BLOCK') return 'all';
  return condition.action === 'ALLOW' ? 'none' : 'perhaps';
}

function conditionsText({ requirement, conditions }: Rule): string {
  const each = conditions.map((condition) => {
    if ('label' in condition) return `the label ${condition.label}`;
    return 'other' in condition ? condition.other : condition.action;
  });
  return each.join(requirement === 'all' ? ' with ' : ' or ');
}
