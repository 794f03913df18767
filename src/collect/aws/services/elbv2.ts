import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

export const elbv2 = defineService({
  name: 'elbv2',
  iam: 'elasticloadbalancing',
  library: '@aws-sdk/client-elastic-load-balancing-v2',
  paging: { size: 'PageSize', request: 'Marker', response: 'NextMarker' },
  input: z.strictObject({
    PageSize: z.int().optional(),
    Marker: z.string().optional(),
    LoadBalancerArn: z.string().optional(),
    TargetGroupArn: z.string().optional(),
    ListenerArn: z.string().optional(),
  }),
  operations: {
    DescribeLoadBalancers: { answers: 'LoadBalancers', pageSize: 400 },
    DescribeListeners: {
      answers: 'Listeners',
      pageSize: 400,
      neverKept: ['/Listeners/*/DefaultActions/*/AuthenticateOidcConfig/ClientSecret'],
    },
    DescribeRules: {
      answers: 'Rules',
      pageSize: 400,
      neverKept: [
        '/Rules/*/Actions/*/AuthenticateOidcConfig/ClientSecret',
        // A proxy in front proves itself by the value of a header that only the two of them know; so may a link.
        '/Rules/*/Conditions/*/HttpHeaderConfig',
        '/Rules/*/Conditions/*/QueryStringConfig',
      ],
    },
    DescribeSSLPolicies: { answers: 'SslPolicies', pageSize: 400 },
    DescribeTargetGroups: { answers: 'TargetGroups', pageSize: 400 },
    DescribeTargetHealth: { answers: 'TargetHealthDescriptions' },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const client = new sdk.ElasticLoadBalancingV2Client(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      DescribeLoadBalancers: (input, abortSignal) =>
        client.send(new sdk.DescribeLoadBalancersCommand(input), { abortSignal }),
      DescribeListeners: (input, abortSignal) => client.send(new sdk.DescribeListenersCommand(input), { abortSignal }),
      DescribeRules: ({ ListenerArn, ...page }, abortSignal) =>
        client.send(new sdk.DescribeRulesCommand({ ListenerArn, ...page }), { abortSignal }),
      DescribeSSLPolicies: (input, abortSignal) =>
        client.send(new sdk.DescribeSSLPoliciesCommand(input), { abortSignal }),
      DescribeTargetGroups: (input, abortSignal) =>
        client.send(new sdk.DescribeTargetGroupsCommand(input), { abortSignal }),
      DescribeTargetHealth: ({ TargetGroupArn }, abortSignal) =>
        client.send(new sdk.DescribeTargetHealthCommand({ TargetGroupArn }), { abortSignal }),
    };
  },
});
