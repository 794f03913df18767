import type { DemoState } from './demo.js';
import type { GroupPlan } from './groups.js';
import type { NetworkPlan } from './network.js';

const world = ['0.0.0.0/0'];
const supportVpn = ['203.0.113.0/24'];

export function platformNetwork(state: DemoState): NetworkPlan {
  return {
    name: 'prepay-platform',
    block: '10.20.0.0/16',
    tags: { 'pci-scope': 'cde' },
    subnets: [
      { name: 'public-a', block: '10.20.0.0/24', zone: 'a', tags: { tier: 'public' } },
      { name: 'public-b', block: '10.20.1.0/24', zone: 'b', tags: { tier: 'public' } },
      { name: 'private-a', block: '10.20.10.0/24', zone: 'a', tags: { tier: 'private' } },
      { name: 'private-b', block: '10.20.11.0/24', zone: 'b', tags: { tier: 'private' } },
      // Before, only the database's interface in it told what this subnet is for.
      { name: 'storage-a', block: '10.20.20.0/24', zone: 'a', tags: state === 'before' ? {} : { tier: 'data' } },
      { name: 'data-b', block: '10.20.21.0/24', zone: 'b', tags: { tier: 'data' } },
    ],
  };
}

/** The groups of the platform; `partners` is the id of the prefix list of partner networks. */
export function platformGroups(state: DemoState, partners: string): readonly GroupPlan[] {
  const both: GroupPlan[] = [
    {
      name: 'public-web',
      description: 'public entry of the tenants',
      ingress: [
        { to: 'tcp/443', v4: world, v6: ['::/0'], why: 'tenants and their customers' },
        { to: 'tcp/80', v4: world, v6: ['::/0'], why: 'redirected to https' },
      ],
    },
    {
      name: 'wallet-api',
      description: 'wallet service',
      ingress: [{ to: 'tcp/8080', groups: ['public-web'], why: 'from the load balancer' }],
    },
    {
      name: 'wallet-worker',
      description: 'webhooks and settlement',
      ingress: [{ to: 'tcp/9102', groups: ['wallet-api'], why: 'metrics' }],
    },
  ];
  return [...both, ...(state === 'before' ? faulty(partners) : mended())];
}

function faulty(partners: string): GroupPlan[] {
  return [
    {
      name: 'bastion',
      description: 'operators',
      ingress: [{ to: 'tcp/22', v4: world, why: 'operators at home' }],
    },
    {
      name: 'postgres',
      description: 'ledger database',
      ingress: [
        { to: 'tcp/5432', groups: ['wallet-api', 'wallet-worker'], why: 'wallet service' },
        { to: 'tcp/5432', v4: ['0.0.0.0/1', '128.0.0.0/1'], why: 'migration' },
      ],
    },
    {
      name: 'redis',
      description: 'sessions and rate limits',
      ingress: [
        { to: 'tcp/6379', groups: ['wallet-api'], why: 'wallet service' },
        { to: 'tcp/6379', lists: [partners], why: 'partners' },
      ],
    },
    { name: 'debug', description: 'temporary', ingress: [{ to: 'all', v4: world, why: 'debugging' }] },
    {
      name: 'windows-admin',
      description: 'reconciliation desktop',
      ingress: [{ to: 'tcp/3389', v6: ['::/0'], why: 'remote desktop' }],
    },
  ];
}

function mended(): GroupPlan[] {
  return [
    {
      name: 'bastion',
      description: 'operators',
      ingress: [{ to: 'tcp/22', v4: supportVpn, why: 'support VPN' }],
    },
    {
      name: 'postgres',
      description: 'ledger database',
      ingress: [{ to: 'tcp/5432', groups: ['wallet-api', 'wallet-worker'], why: 'wallet service' }],
    },
    {
      name: 'redis',
      description: 'sessions and rate limits',
      ingress: [{ to: 'tcp/6379', groups: ['wallet-api'], why: 'wallet service' }],
    },
    {
      name: 'windows-admin',
      description: 'reconciliation desktop',
      ingress: [{ to: 'tcp/3389', v4: supportVpn, why: 'support VPN' }],
    },
  ];
}

export function reportingNetwork(): NetworkPlan {
  return {
    name: 'prepay-reporting',
    block: '10.30.0.0/16',
    tags: {},
    subnets: [
      { name: 'public-a', block: '10.30.0.0/24', zone: 'a', tags: { tier: 'public' } },
      { name: 'private-a', block: '10.30.10.0/24', zone: 'a', tags: { tier: 'private' } },
    ],
  };
}

export function reportingGroups(state: DemoState): readonly GroupPlan[] {
  return [
    {
      name: 'reporting-app',
      description: 'statements for tenants',
      ingress: [{ to: 'tcp/8080', v4: ['10.30.0.0/16'], why: 'inside the network' }],
    },
    {
      name: 'reporting-search',
      description: 'search over statements',
      ingress:
        state === 'before'
          ? [{ to: 'tcp/9200', v6: ['::/1', '8000::/1'], why: 'dashboards' }]
          : [{ to: 'tcp/9200', groups: ['reporting-app'], why: 'statements' }],
    },
  ];
}
