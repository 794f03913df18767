import type { FactView } from '../../../core/fact.js';
import { AddressSet } from '../../../core/net/address-set.js';
import type { EvidenceRef } from '../../../core/read.js';
import { defineDerivation, derived } from '../../derivation.js';
import { approvedNetworks } from '../approvals.js';
import { isFromApproved } from './approved-sources.js';
import { type Bypass, bypassesOf } from './bypasses.js';
import { cellsOf, type ProtectionCell } from './cells.js';
import type { Way } from './fate.js';
import { aclNeeds, type Step, stepsOf, type UnreadGroup } from './steps.js';

/** What a web ACL does with attacks, rule by rule in the order of their priorities. Its id is the ACL's. */
interface EffectiveProtection {
  /** One a category of the OWASP Core Rule Set. */
  readonly cells: readonly ProtectionCell[];
  readonly bypasses: readonly Bypass[];
  /** Whether any rule stops anything; null where that cannot be said. */
  readonly stops: boolean | null;
  /** Groups and IP sets that could not be read, as ids of the facts that would hold them. */
  readonly unread: readonly (UnreadGroup | { readonly kind: 'aws.wafv2.ip-set'; readonly id: string })[];
  /** Rules of AWS's groups of which this version does not know what they look for. */
  readonly unlisted: readonly string[];
}

declare module '../../../core/fact.js' {
  interface FactKinds {
    'aws.wafv2.effective-protection': EffectiveProtection;
  }
}

/**
 * Groups and sets are looked at without asking for all of them: one that could not be read makes those cells unknown that
 * rest on it, and no other.
 */
export const effectiveProtection = defineDerivation({
  kind: 'aws.wafv2.effective-protection',
  needs: aclNeeds,
  run({ acl, ruleGroups, managedGroups, ipSets, approvals }) {
    const { steps, unread, unlisted, evidence } = stepsOf(acl, { ruleGroups, managedGroups });
    const sets = new Sets(ipSets);
    const way: Way = {
      steps,
      defaultAction: acl.data.defaultAction,
      isEmptySet: (arn) => sets.addresses(arn)?.isEmpty() ?? false,
      excused: remembered((step) =>
        step.matches.type === 'statement'
          ? isFromApproved(
              step.matches.statement,
              (arn) => sets.addresses(arn),
              () => approvedNetworks(approvals).addresses,
            )
          : 'no',
      ),
    };
    return derived(
      {
        cells: cellsOf(way),
        ...bypassesOf(way),
        unread: [...unread, ...sets.unread.map((id) => ({ kind: 'aws.wafv2.ip-set' as const, id }))],
        unlisted,
      },
      [...evidence, ...sets.evidence],
    );
  },
});

/** The IP sets that were looked at, each once. */
class Sets {
  readonly unread: string[] = [];
  readonly evidence: EvidenceRef[] = [];
  readonly #known = new Map<string, AddressSet | null>();
  readonly #view: FactView<'aws.wafv2.ip-set'>;

  constructor(view: FactView<'aws.wafv2.ip-set'>) {
    this.#view = view;
  }

  /** Null where the set could not be read. */
  addresses(arn: string): AddressSet | null {
    const known = this.#known.get(arn);
    if (known !== undefined) return known;
    const set = this.#view.glimpseWhere('id', arn);
    const addresses = set === null ? null : AddressSet.ofCidrs(set.data.addresses);
    this.#known.set(arn, addresses);
    if (set === null) this.unread.push(arn);
    else this.evidence.push(...set.evidence);
    return addresses;
  }
}

function remembered<T>(answer: (step: Step) => T): (step: Step) => T {
  const known = new Map<Step, T>();
  return (step) => {
    const found = known.get(step) ?? answer(step);
    known.set(step, found);
    return found;
  };
}
