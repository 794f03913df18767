import { defineCheck, fail, need, notApplicable, pass, unknown } from '../../../src/core/check.js';
import type { Gap } from '../../../src/core/read.js';
import { type WrittenRule, writtenRulesOf } from '../../../src/derive/aws/group-rules.js';
import { isRedacted } from '../../../src/derive/aws/redacted-text.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

const letters = 3; // Three make a word; "-", "n/a" and "x" are none.

export default defineCheck({
  needs: { group: need('aws.ec2.security-group', { as: 'subject' }) },
  run({ group }) {
    const rules = writtenRulesOf(group);
    if (rules.length === 0) return notApplicable('no-rules', `${group.id} has no rules`);
    const all = count(rules);
    const lacking = rules.map((rule) => only(rule, (description) => !saysSomething(description)));
    const silent = lacking.filter(({ sources }) => sources.length > 0);
    const text = shortList(
      silent.map(({ rule, sources }) => rule.text(sources)),
      '; ',
    );
    if (silent.length > 0) {
      const lacks = count(silent);
      return fail(
        `${lacks} of ${farSides(all)} in the rules of ${group.id} ${lacks === 1 ? 'has' : 'have'} no description: ${text}`,
        silent.flatMap(({ rule }) => rule.evidence),
      );
    }
    const hidden = rules.map((rule) => only(rule, isRedacted)).filter(({ sources }) => sources.length > 0);
    if (hidden.length > 0) {
      const what = `whether each of the ${farSides(all)} in the rules of ${group.id} is justified cannot be said`;
      return unknown(
        what,
        hidden.map(({ rule, sources }) => gapOf(rule, sources)),
      );
    }
    return pass(
      all === 1
        ? `the one source or destination in the rules of ${group.id} has a description`
        : `each of the ${farSides(all)} in the rules of ${group.id} has a description`,
    );
  },
});

interface Part {
  readonly rule: WrittenRule;
  readonly sources: readonly string[];
}

/** The sources of a rule whose description is so. */
function only(rule: WrittenRule, isSo: (description: string) => boolean): Part {
  return { rule, sources: rule.sources.filter((source) => isSo(rule.descriptions[source] ?? '')) };
}

function count(parts: readonly Pick<Part, 'sources'>[]): number {
  return parts.reduce((sum, { sources }) => sum + sources.length, 0);
}

function farSides(count: number): string {
  return count === 1 ? '1 source or destination' : `${count} sources and destinations`;
}

function gapOf(rule: WrittenRule, sources: readonly string[]): Gap {
  const text = `the description of ${rule.text(sources)} was redacted`;
  return { reason: 'hidden', reads: [...new Set(rule.evidence.map(({ read }) => read))], text };
}

function saysSomething(description: string): boolean {
  return (description.match(/\p{L}/gu)?.length ?? 0) >= letters;
}
