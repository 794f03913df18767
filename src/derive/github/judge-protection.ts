import { type CheckResult, fail, pass, unknown } from '../../core/check.js';
import type { Fact, FactView } from '../../core/fact.js';
import { type Protection, protectionOf } from './protection.js';

interface Sources {
  readonly classic: FactView<'github.branch-protection'>;
  readonly rules: FactView<'github.branch-rules'>;
}

interface Demand {
  /** Each thing that the protection lacks, as in `stale approvals stay`. */
  readonly missing: (protection: Protection) => readonly string[];
  /** What it has, as in `asks for 2 approvals`. */
  readonly has: (protection: Protection) => string;
  /** Whether no further rule could add a fault: what one source demands is enough then. */
  readonly isMetByOne: boolean;
}

/**
 * The verdict on what a branch's protection demands. What rulesets demand, or classic protection, may be enough by itself,
 * whatever could not be read of the other, since neither loosens the other; that something is missing is said of both.
 */
export function judgeProtection(
  { id }: Fact<'github.branch'>,
  { classic, rules }: Sources,
  { missing, has, isMetByOne }: Demand,
): CheckResult {
  const good = (protection: Protection): string | null =>
    missing(protection).length === 0 ? `${id} ${has(protection)} (${protection.sources.join(', ')})` : null;
  if (isMetByOne) {
    const met =
      rules.glimpse((fact) => passing(fact, id, good(protectionOf(null, fact.data)))) ??
      classic.glimpse((fact) => passing(fact, id, good(protectionOf(fact.data, null))));
    if (met !== null) return met;
  }
  const [ofRules, ofClassic] = [rules.get(id), classic.get(id)];
  const gaps = [ofRules, ofClassic].flatMap((found) => (found.state === 'unknown' ? found.gaps : []));
  if (gaps.length > 0) return unknown(`what protects ${id} cannot be said`, gaps);
  const ruleFact = ofRules.state === 'found' ? ofRules.value : null;
  const classicFact = ofClassic.state === 'found' ? ofClassic.value : null;
  const protection = protectionOf(classicFact?.data ?? null, ruleFact?.data ?? null);
  const evidence = [...(ruleFact?.evidence ?? []), ...(classicFact?.evidence ?? [])];
  const both = good(protection);
  if (both !== null) return pass(both, evidence);
  if (protection.sources.length === 0) return fail(`nothing protects ${id}`, evidence);
  return fail(`${id}: ${missing(protection).join('; ')} (${protection.sources.join(', ')})`, evidence);
}

function passing(fact: Fact, id: string, observed: string | null): CheckResult | null {
  return fact.id === id && observed !== null ? pass(observed, fact.evidence) : null;
}
