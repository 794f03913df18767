import type { Fact, FactKind, FactView, IdField, Lookup } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';

type Group = Fact<'aws.ec2.security-group'>;

export interface UseViews {
  readonly interfaces: FactView<'aws.ec2.network-interface'>;
  readonly instances: FactView<'aws.ec2.instance'>;
  readonly groups: FactView<'aws.ec2.security-group'>;
  readonly endpoints: FactView<'aws.ec2.vpc-endpoint'>;
  readonly templates: FactView<'aws.ec2.launch-template'>;
  readonly vpcs: FactView<'aws.ec2.vpc'>;
}

/** The first use of a group that was found, that there is none, or why neither can be said. */
export type Use = Used | { readonly state: 'unused' } | { readonly state: 'unknown'; readonly gaps: readonly Gap[] };

interface Used {
  readonly state: 'used';
  readonly how: string;
  readonly evidence: readonly EvidenceRef[];
}

const unused: Use = { state: 'unused' };

/**
 * Looks for a use of the group, where it is likeliest first: on an interface or instance (a stopped one included), in a
 * rule of another group in either direction, on a VPC endpoint, in a launch template. A use among what was delivered is
 * certain, whatever else could not be read. Only where none is seen is everything asked for, up to the first look-up
 * that has no answer.
 */
export function useOf(group: Group, views: UseViews): Use {
  const { id } = group;
  const has = (user: string): string => `${user} has it`;
  const places = [
    placeOf(views.interfaces, 'groupIds', id, has),
    placeOf(views.instances, 'groupIds', id, has),
    placeOf(views.groups, 'referencedGroupIds', id, (user) => `a rule of ${user} refers to it`),
    placeOf(views.endpoints, 'groupIds', id, has),
    placeOf(views.templates, 'groupIds', id, (user) => `${user} names it`),
  ];
  for (const { glimpse } of places) {
    const seen = glimpse();
    if (seen !== null) return seen;
  }
  for (const { look } of [...places, { look: () => useByName(group, views) }]) {
    const found = look();
    if (found.state !== 'unused') return found;
  }
  return unused;
}

/** Where a use can be, to be glimpsed at or looked up. */
interface Place {
  readonly glimpse: () => Use | null;
  readonly look: () => Use;
}

function placeOf<K extends FactKind>(
  view: FactView<K>,
  field: IdField<K>,
  id: string,
  how: (user: string) => string,
): Place {
  return {
    glimpse: () => {
      const user = view.glimpseWhere(field, id);
      return user === null ? null : usedBy(user, how);
    },
    look: () => use(view.where(field, id), how),
  };
}

/**
 * A launch template can name groups of the default VPC only; those of any other it has to name by their ids.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html
 */
function useByName({ data: { groupName, vpcId } }: Group, { templates, vpcs }: UseViews): Use {
  const found = use(templates.where('groupNames', groupName), (user) => `${user} names it as ${groupName}`);
  if (found.state !== 'used' || vpcId === null) return found;
  const vpc = vpcs.get(vpcId);
  switch (vpc.state) {
    case 'found':
      return vpc.value.data.isDefault ? { ...found, evidence: [...found.evidence, ...vpc.value.evidence] } : unused;
    case 'unknown':
      return { state: 'unknown', gaps: vpc.gaps };
    case 'absent': {
      const text = `${vpcId}, whose group a launch template may mean by its name, is not among the VPCs`;
      return { state: 'unknown', gaps: [{ reason: 'unresolved', reads: [], text }] };
    }
  }
}

function use<K extends FactKind>(users: Lookup<readonly Fact<K>[]>, how: (user: string) => string): Use {
  if (users.state === 'unknown') return { state: 'unknown', gaps: users.gaps };
  const first = users.state === 'found' ? users.value[0] : undefined;
  return first === undefined ? unused : usedBy(first, how);
}

function usedBy({ id, evidence }: Fact, how: (user: string) => string): Used {
  return { state: 'used', how: how(id), evidence };
}
