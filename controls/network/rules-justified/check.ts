import { defineCheck, fail, need, notApplicable, pass } from '../../../src/core/check.js';
import { writtenRulesOf } from '../../../src/derive/aws/group-rules.js';
import { shortList } from '../../../src/derive/aws/short-list.js';

const letters = 3; // Three make a word; "-", "n/a" and "x" are none.

export default defineCheck({
  needs: { group: need('aws.ec2.security-group', { as: 'subject' }) },
  run({ group }) {
    const rules = writtenRulesOf(group);
    if (rules.length === 0) return notApplicable('no-rules', `${group.id} has no rules`);
    const silent = rules
      .map((rule) => ({ rule, sources: rule.sources.filter((source) => !saysSomething(rule.descriptions[source])) }))
      .filter(({ sources }) => sources.length > 0);
    const count = (lists: readonly { readonly sources: readonly string[] }[]): number =>
      lists.reduce((sum, { sources }) => sum + sources.length, 0);
    const all = count(rules);
    if (silent.length === 0)
      return pass(`each of the ${all} sources and destinations in the rules of ${group.id} has a description`);
    const text = shortList(
      silent.map(({ rule, sources }) => rule.text(sources)),
      '; ',
    );
    return fail(
      `${count(silent)} of ${all} sources and destinations in the rules of ${group.id} have no description: ${text}`,
      silent.flatMap(({ rule }) => rule.evidence),
    );
  },
});

function saysSomething(description = ''): boolean {
  return (description.match(/\p{L}/gu)?.length ?? 0) >= letters;
}
