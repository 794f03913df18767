import { need } from '../../core/check.js';
import type { Fact } from '../../core/fact.js';
import { defineDerivation, derived, nothing } from '../derivation.js';

/** What a resource says itself of the web ACL before it. */
type OwnSide =
  | { readonly state: 'attached'; readonly webAclId: string }
  | { readonly state: 'none' }
  /** It says nothing: WAF is asked, `aws.wafv2.association`. */
  | { readonly state: 'asked' }
  /** None can be attached, and what is behind it decides. */
  | { readonly state: 'passed-through' }
  /** Each tenant may have another, or none. */
  | { readonly state: 'by-tenant' }
  /** None can be attached. */
  | { readonly state: 'impossible'; readonly isDefaultEndpointDisabled: boolean };

/** What Shield Advanced would protect: the resource, its addresses, or nothing of it. */
type ShieldSide =
  | { readonly protects: 'resource' }
  | { readonly protects: 'addresses'; readonly arns: readonly string[]; readonly zonesWithout: number }
  | { readonly protects: 'nothing' };

/** A resource that the internet addresses. Its id is the ARN. */
interface InternetFacingResource {
  readonly resourceType:
    | 'application load balancer'
    | 'network load balancer'
    | 'distribution'
    | 'REST API stage'
    | 'HTTP API stage'
    | 'WebSocket API stage'
    | 'AppSync API'
    | 'user pool';
  /** The names that it answers to, as far as its own answer gives them. */
  readonly hostNames: readonly string[];
  readonly isEnabled: boolean;
  readonly webAcl: OwnSide;
  readonly shield: ShieldSide;
}

declare module '../../core/fact.js' {
  interface FactKinds {
    'aws.internet-facing-resource': InternetFacingResource;
  }
}

const kind = 'aws.internet-facing-resource';

/** A gateway load balancer has no address of its own; an internal one none that the internet routes. */
const loadBalancers = defineDerivation({
  kind,
  level: 'region',
  needs: { balancer: need('aws.elbv2.load-balancer', { as: 'subject' }) },
  run({ balancer }) {
    const { type, isInternetFacing, dnsName } = balancer.data;
    if (!isInternetFacing || type === 'gateway') return nothing();
    const hostNames = dnsName === '' ? [] : [dnsName];
    if (type === 'application') {
      return facing('application load balancer', { hostNames, webAcl: { state: 'asked' }, shield: itself });
    }
    const webAcl = { state: 'passed-through' } as const;
    return facing('network load balancer', { hostNames, webAcl, shield: addressesOf(balancer) });
  },
});

const distributions = defineDerivation({
  kind,
  level: 'account',
  needs: { distribution: need('aws.cloudfront.distribution', { as: 'subject' }) },
  run({ distribution: { data } }) {
    return facing('distribution', {
      hostNames: [data.domainName, ...data.aliases],
      isEnabled: data.isEnabled,
      webAcl: data.isMultiTenant ? { state: 'by-tenant' } : said(data),
      shield: itself,
    });
  },
});

const restStages = defineDerivation({
  kind,
  level: 'region',
  needs: { stage: need('aws.apigateway.rest-stage', { as: 'subject' }) },
  run: ({ stage: { data } }) =>
    data.endpointTypes.every((type) => type === 'PRIVATE')
      ? nothing()
      : facing('REST API stage', { webAcl: said(data) }),
});

const apiStages = defineDerivation({
  kind,
  level: 'region',
  needs: { stage: need('aws.apigatewayv2.stage', { as: 'subject' }) },
  run: ({ stage: { data } }) =>
    facing(data.protocol === 'HTTP' ? 'HTTP API stage' : 'WebSocket API stage', {
      webAcl: { state: 'impossible', isDefaultEndpointDisabled: data.isDefaultEndpointDisabled },
    }),
});

const appsyncApis = defineDerivation({
  kind,
  level: 'region',
  needs: { api: need('aws.appsync.api', { as: 'subject' }) },
  run: ({ api: { data } }) =>
    data.isPublic ? facing('AppSync API', { hostNames: data.hostNames, webAcl: said(data) }) : nothing(),
});

/**
 * Every pool: its API for signing up and in is public, whether it has a domain for its pages or not.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-waf.html
 */
const userPools = defineDerivation({
  kind,
  level: 'region',
  needs: { pool: need('aws.cognito-idp.user-pool', { as: 'subject' }) },
  run: () => facing('user pool', { webAcl: { state: 'asked' } }),
});

/** One kind from what several services have, each in the scope where it lives. */
export const internetFacing = [loadBalancers, distributions, restStages, apiStages, appsyncApis, userPools] as const;

const itself: ShieldSide = { protects: 'resource' };

function facing(
  resourceType: InternetFacingResource['resourceType'],
  {
    hostNames = [],
    isEnabled = true,
    webAcl,
    shield = { protects: 'nothing' },
  }: Pick<InternetFacingResource, 'webAcl'> & Partial<InternetFacingResource>,
) {
  return derived({ resourceType, hostNames, isEnabled, webAcl, shield }, []);
}

function said({ webAclId }: { readonly webAclId: string | null }): OwnSide {
  return webAclId === null ? { state: 'none' } : { state: 'attached', webAclId };
}

/**
 * A network load balancer is protected by its Elastic addresses.
 * https://docs.aws.amazon.com/waf/latest/developerguide/ddos-protections-by-resource-type.html
 */
function addressesOf({ id, data: { allocationIds, subnetIds } }: Fact<'aws.elbv2.load-balancer'>): ShieldSide {
  const [, partition = '', , region = '', account = ''] = id.split(':');
  return {
    protects: 'addresses',
    arns: allocationIds.map((allocation) => `arn:${partition}:ec2:${region}:${account}:eip-allocation/${allocation}`),
    zonesWithout: Math.max(subnetIds.length - allocationIds.length, 0),
  };
}
