import { byProtection, type EffectiveAction, type RequestPart, type WafCategory, wafCategories } from './categories.js';
import { type Fate, fateOf, type Light, type Way } from './fate.js';

/** What becomes of the attacks of one category, by the rules that decide. */
export interface ProtectionCell {
  readonly category: WafCategory;
  /** The Core Rule Set's files that have it: `942`. */
  readonly files: string;
  /** `unknown` where it may be blocked and may be not. */
  readonly action: EffectiveAction | 'unknown';
  /** Whether it cannot be blocked, whatever could not be read turns out to be. */
  readonly isShort: boolean;
  /** Names of the rules that decide: `crs / GenericLFI_BODY`, `default action`. */
  readonly by: readonly string[];
  /** What lets attacks by, in words. */
  readonly why: readonly string[];
}

/** One cell a category, in their order. */
export function cellsOf(way: Way): ProtectionCell[] {
  return wafCategories.map(({ id, files, parts }) => {
    const best = categoryFate(way, id, parts, 'best');
    const worst = categoryFate(way, id, parts, 'worst');
    const isSaid = best.action === worst.action || byProtection(best.action, 'captcha') < 0;
    // Where both come to the same, what is certain is named, not what may be.
    const shown = best.action === worst.action ? worst : best;
    return {
      category: id,
      files,
      action: isSaid ? best.action : 'unknown',
      isShort: best.action !== 'block',
      by: shown.by,
      why: isSaid ? shown.why : worst.why,
    };
  });
}

function categoryFate(way: Way, category: WafCategory, parts: readonly RequestPart[], light: Light): Fate {
  const fates = parts.map((part) => {
    const fate = partFate(way, category, part, light);
    return fate.action === 'none' && fate.why.length === 0
      ? { ...fate, why: [`nothing looks for it in the ${part}`] }
      : fate;
  });
  const all = together(fates);
  return all.action === 'none' && all.by.length === 0 ? { ...all, why: ['no rule looks for it'] } : all;
}

/** The part is as well protected as by the best of what looks at it: a group, or WAF's detector, which knows no more than its kind. */
function partFate(way: Way, category: WafCategory, part: RequestPart, light: Light): Fate {
  const providers = [
    ...managedFates(way, category, part, light),
    fateOf(way, { category, part, seenBy: { type: 'detector' } }, light),
  ];
  return providers.reduce((best, fate) => (byProtection(fate.action, best.action) > 0 ? fate : best));
}

/** One a group: its rules for the part each catch something that the others do not. */
function managedFates(way: Way, category: WafCategory, part: RequestPart, light: Light): Fate[] {
  const byGroup = new Map<string, { readonly whole: Fate[]; readonly narrow: Fate[] }>();
  for (const step of way.steps) {
    const { matches } = step;
    if (matches.type !== 'managed') continue;
    const covered = matches.rule?.covers.find((one) => one.category === category && one.part === part);
    if (covered === undefined || (light === 'worst' && !matches.isRead)) continue;
    const key = `${step.name.slice(0, step.name.lastIndexOf(' / '))}\u0000${matches.group}`;
    const group = byGroup.get(key) ?? { whole: [], narrow: [] };
    byGroup.set(key, group);
    const fate = fateOf(way, { category, part, seenBy: { type: 'rule', step: step.name } }, light);
    if (covered.narrow) group.narrow.push(narrowed(fate, step.name));
    else group.whole.push(fate);
  }
  return [...byGroup.values()].map(({ whole, narrow }) => together(whole.length > 0 ? whole : narrow));
}

function narrowed(fate: Fate, name: string): Fate {
  if (byProtection(fate.action, 'partial') <= 0) return fate;
  return { action: 'partial', by: [name], why: ['the rules that look for it know some of its techniques only'] };
}

/** Of attacks that are all of them possible: blocked where each is, partly where any is. */
function together(fates: readonly Fate[]): Fate {
  const order = [...fates].sort((a, b) => byProtection(a.action, b.action));
  const weakest = order[0]?.action ?? 'none';
  const strongest = order.at(-1)?.action ?? 'none';
  const isStopped = byProtection(weakest, 'partial') > 0;
  const mixed = byProtection(strongest, 'partial') >= 0 ? 'partial' : strongest;
  const action = isStopped ? weakest : mixed;
  const short = isStopped ? fates : fates.filter((fate) => byProtection(fate.action, 'partial') <= 0);
  const by = [...new Set(short.flatMap((fate) => fate.by))];
  return {
    action,
    by: by.length > 0 ? by : [...new Set(fates.flatMap((fate) => fate.by))],
    why: [...new Set(short.flatMap(({ why }) => why))],
  };
}
