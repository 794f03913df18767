import type { FactView } from '../../core/fact.js';
import { gapsOf } from '../../core/gap.js';
import type { EvidenceRef, Gap } from '../../core/read.js';

/** Which web ACL is attached to a resource, from the resource's side and from the ACLs'. */
export type Attachment =
  | { readonly state: 'attached'; readonly webAclId: string; readonly evidence: readonly EvidenceRef[] }
  | { readonly state: 'none'; readonly evidence: readonly EvidenceRef[] }
  | { readonly state: 'unknown'; readonly gaps: readonly Gap[] };

interface Views {
  readonly associations: FactView<'aws.wafv2.association'>;
  readonly acls: FactView<'aws.wafv2.web-acl'>;
}

/**
 * Either side is enough for `attached`. `none` takes both, read whole: an ACL of Firewall Manager's is seen from the
 * resource's side alone, and a resource of which nobody asked is seen from the ACLs'.
 */
export function attachedWebAcl(arn: string, { associations, acls }: Views): Attachment {
  const listing = acls.glimpseWhere('resourceArns', arn);
  if (listing !== null) return { state: 'attached', webAclId: listing.id, evidence: listing.evidence };
  const told = associations.glimpseWhere('id', arn);
  if (told !== null && told.data.webAclId !== null) {
    return { state: 'attached', webAclId: told.data.webAclId, evidence: told.evidence };
  }
  const own = associations.get(arn);
  const gaps = [...gapsOf(own), ...gapsOf(acls.where('resourceArns', arn))];
  if (own.state === 'found' && gaps.length === 0) return { state: 'none', evidence: own.value.evidence };
  return { state: 'unknown', gaps };
}

/** What the ACLs say of a resource that names its own: it has none beside it, or one after all. */
export function listedBy(arn: string, acls: Views['acls']): Attachment {
  const listing = acls.glimpseWhere('resourceArns', arn);
  if (listing !== null) return { state: 'attached', webAclId: listing.id, evidence: listing.evidence };
  const gaps = gapsOf(acls.where('resourceArns', arn));
  return gaps.length === 0 ? { state: 'none', evidence: [] } : { state: 'unknown', gaps };
}
