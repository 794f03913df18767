import { need } from '../../core/check.js';
import type { Fact } from '../../core/fact.js';
import { defineDerivation, derived, nothing } from '../derivation.js';

/** A subnet that is meant to be private, and why. Its id is the subnet's; a subnet that is not has no such fact. */
interface PrivateSubnet {
  /** `tag tier = private`, `its name is app-private-a`, `eni-5 of Amazon RDS is in it`, … */
  readonly reasons: readonly string[];
}

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.ec2.private-subnet': PrivateSubnet;
  }
}

export const privateSubnet = defineDerivation({
  kind: 'aws.ec2.private-subnet',
  needs: {
    subnet: need('aws.ec2.subnet', { as: 'subject' }),
    interfaces: need('aws.ec2.network-interface'),
  },
  run({ subnet, interfaces }) {
    const declared = declaredPrivate(subnet);
    if (declared.length > 0) return derived({ reasons: declared }, []);
    const inside = interfaces.where('subnetId', subnet.id);
    if (inside.state !== 'found') return nothing();
    const stores = inside.value.flatMap((eni) => {
      const store = dataStoreOf(eni);
      return store === null ? [] : [{ reason: `${eni.id} of ${store} is in it`, evidence: eni.evidence }];
    });
    if (stores.length === 0) return nothing();
    return derived(
      { reasons: stores.map(({ reason }) => reason) },
      stores.flatMap(({ evidence }) => evidence),
    );
  },
});

/** The tags that people, CDK and EKS say it with, https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html */
const declarations: readonly { readonly key: RegExp; readonly value: RegExp }[] = [
  { key: /^(?:tier|subnet-?type|aws-cdk:subnet-type)$/iu, value: /^(?:private|data|database|db|isolated)$/iu },
  { key: /^kubernetes\.io\/role\/internal-elb$/u, value: /^(?:1|true)$/iu },
];

const privateName = /private|data|isolated|(?:^|[^a-z])db(?:[^a-z]|$)/iu;

function declaredPrivate({ name, data: { tags } }: Fact<'aws.ec2.subnet'>): string[] {
  const tagged = Object.entries(tags).filter(([key, value]) =>
    declarations.some((one) => one.key.test(key.trim()) && one.value.test(value.trim())),
  );
  const called = tags['Name'] ?? name;
  return [
    ...tagged.map(([key, value]) => `tag ${key} = ${value}`),
    ...(called !== null && privateName.test(called) ? [`its name is ${called}`] : []),
  ];
}

/**
 * How the services that store data mark the interfaces that they make: by the requester, or by the description.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
 */
const stores: readonly { readonly store: string; readonly requester: RegExp; readonly description: RegExp }[] = [
  { store: 'Amazon RDS', requester: /^amazon-rds$/iu, description: /^RDSNetworkInterface/iu },
  { store: 'Amazon ElastiCache', requester: /^amazon-elasticache$/iu, description: /^ElastiCache/iu },
  { store: 'Amazon Redshift', requester: /^amazon-redshift$/iu, description: /^Redshift/iu },
  {
    store: 'Amazon OpenSearch',
    requester: /^amazon-(?:elasticsearch|opensearch)$/iu,
    description: /^(?:ES|OpenSearch) /u,
  },
  { store: 'DynamoDB Accelerator', requester: /^amazon-dax$/iu, description: /^DAX /u },
  { store: 'Amazon MemoryDB', requester: /^amazon-memorydb$/iu, description: /^MemoryDB/iu },
  { store: 'Amazon EFS', requester: /^amazon-elasticfilesystem$/iu, description: /^EFS mount target/iu },
  { store: 'AWS DMS', requester: /^amazon-dms$/iu, description: /^DMSNetworkInterface/iu },
  { store: 'Amazon MSK', requester: /^amazon-(?:msk|kafka)$/iu, description: /^(?:DO NOT DELETE - )?Amazon MSK/iu },
];

function dataStoreOf({ data }: Fact<'aws.ec2.network-interface'>): string | null {
  const found = stores.find(
    ({ requester, description }) =>
      (data.requesterId !== null && requester.test(data.requesterId)) || description.test(data.description),
  );
  return found?.store ?? null;
}
