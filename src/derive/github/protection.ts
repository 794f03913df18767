import type { FactKinds } from '../../core/fact.js';

type Classic = FactKinds['github.branch-protection'];
type Rules = FactKinds['github.branch-rules'];
type StatusChecks = NonNullable<Classic['statusChecks']>;

/** What holds for a branch, whoever is let off it. */
export interface Protection {
  /** What it comes from: `classic protection`, `ruleset 7 of prepay`; empty where nothing protects the branch. */
  readonly sources: readonly string[];
  /** How many people must approve a pull request; null where a change needs no pull request. */
  readonly approvals: number | null;
  readonly dismissesStale: boolean;
  readonly needsCodeOwners: boolean;
  readonly needsLastPushApproval: boolean;
  readonly needsConversationResolution: boolean;
  readonly needsSignatures: boolean;
  /** The same check may be required twice, with an App and without one: both hold. */
  readonly statusChecks: StatusChecks['required'];
  /** Whether checks pass on what the branch will be: by being up to date, or by a merge queue that tries it. */
  readonly isUpToDate: boolean;
  readonly blocksForcePushes: boolean;
  readonly blocksDeletion: boolean;
}

/**
 * Everything that classic protection and the rules of active rulesets ask for together: they add up, and of one rule in
 * several versions the most restrictive holds.
 * https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets#about-rule-layering
 */
export function protectionOf(classic: Classic | null, rules: Rules | null): Protection {
  const all = rules?.rules ?? [];
  const reviews = [classic?.reviews ?? null, ...all.map((rule) => rule.reviews)].filter((each) => each !== null);
  const checks = [classic?.statusChecks ?? null, ...all.map((rule) => rule.statusChecks)].filter(
    (each) => each !== null,
  );
  const hasRule = (type: string): boolean => all.some((rule) => rule.type === type);
  const rulesets = all.map(({ rulesetId, rulesetSource }) => `ruleset ${rulesetId} of ${rulesetSource}`);
  return {
    sources: [...(classic === null ? [] : ['classic protection']), ...new Set(rulesets)],
    approvals: reviews.length === 0 ? null : Math.max(...reviews.map(({ approvals }) => approvals)),
    dismissesStale: reviews.some((each) => each.dismissesStale),
    needsCodeOwners: reviews.some((each) => each.needsCodeOwners),
    needsLastPushApproval: reviews.some((each) => each.needsLastPushApproval),
    needsConversationResolution:
      classic?.needsConversationResolution === true || reviews.some((each) => each.needsConversationResolution),
    needsSignatures: classic?.needsSignatures === true || hasRule('required_signatures'),
    statusChecks: checks.flatMap(({ required }) => required),
    isUpToDate: checks.some(({ isStrict }) => isStrict) || hasRule('merge_queue'),
    // Classic protection blocks both unless it is told to let them through; a ruleset blocks what it has a rule for.
    blocksForcePushes: classic?.allowsForcePushes === false || hasRule('non_fast_forward'),
    blocksDeletion: classic?.allowsDeletions === false || hasRule('deletion'),
  };
}
