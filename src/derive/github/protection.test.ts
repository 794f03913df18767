import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { branchFacts } from '../../facts/github/branches.js';
import { type Protection, protectionOf } from './protection.js';

const id = 'prepay/wallet@main';
const flag = fc.boolean();
const reviews = fc.option(
  fc.record({
    approvals: fc.nat(3),
    dismissesStale: flag,
    needsCodeOwners: flag,
    needsLastPushApproval: flag,
    needsConversationResolution: flag,
  }),
);
const statusChecks = fc.option(
  fc.record({
    isStrict: flag,
    required: fc.array(
      fc.record({ context: fc.constantFrom('test', 'scan'), appId: fc.option(fc.constantFrom(1, 2)) }),
      { maxLength: 3 },
    ),
  }),
);
const classic = fc
  .record({
    reviews,
    statusChecks,
    needsConversationResolution: flag,
    needsSignatures: flag,
    allowsForcePushes: flag,
    allowsDeletions: flag,
  })
  .map((data) => branchFacts['github.branch-protection'].parse({ id, ...data }));
const type = fc.constantFrom('deletion', 'non_fast_forward', 'required_signatures', 'merge_queue', 'update');
const rules = fc
  .array(fc.record({ type, rulesetId: fc.nat(2), reviews, statusChecks }), { maxLength: 3 })
  .map((all) => branchFacts['github.branch-rules'].parse({ id, rules: all }));

/** Numbers that grow with what is asked for, and the checks. */
function strictness(protection: Protection): readonly number[] {
  const { sources, approvals, statusChecks: checks, ...flags } = protection;
  return [sources.length, approvals ?? -1, checks.length, ...Object.values(flags).map(Number)];
}

describe('protectionOf', () => {
  it('asks for nothing where nothing protects', () => {
    expect(new Set(strictness(protectionOf(null, null)))).toEqual(new Set([0, -1]));
    expect(protectionOf(null, branchFacts['github.branch-rules'].parse({ id }))).toEqual(protectionOf(null, null));
  });

  it('is never loosened by what the other source asks for, which is why one source may be enough', () => {
    fc.assert(
      fc.property(classic, rules, (own, above) => {
        const both = strictness(protectionOf(own, above));
        for (const one of [protectionOf(own, null), protectionOf(null, above)]) {
          expect(strictness(one).every((value, at) => value <= (both[at] ?? -2))).toBe(true);
        }
      }),
    );
  });

  it('holds each source that there is once', () => {
    const twice = branchFacts['github.branch-rules'].parse({
      id,
      rules: [
        { type: 'deletion', rulesetId: 7 },
        { type: 'update', rulesetId: 7 },
        { type: 'update', rulesetId: 3, rulesetSource: 'prepay' },
      ],
    });
    expect(protectionOf(null, twice).sources).toEqual(['ruleset 7 of prepay/wallet', 'ruleset 3 of prepay']);
  });
});
