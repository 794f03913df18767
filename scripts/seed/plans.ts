import type { AclPlan } from './acls.js';
import type { DemoState } from './demo.js';
import type { GroupPlan, Opening } from './groups.js';
import type { NetworkPlan } from './network.js';

const world = ['0.0.0.0/0'];
const supportVpn = ['203.0.113.0/24'] as const;

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
  return state === 'before' ? faulty(partners) : mended();
}

const registries: Opening = { to: 'tcp/443', v4: world, why: 'payment provider and package registries' };

function entry(more: readonly Opening[]): GroupPlan {
  return {
    name: 'public-web',
    description: 'public entry of the tenants',
    ingress: [
      { to: 'tcp/443', v4: world, v6: ['::/0'], why: 'tenants and their customers' },
      { to: 'tcp/80', v4: world, v6: ['::/0'], why: 'redirected to https' },
      ...more,
    ],
    egress: [{ to: 'tcp/8080', groups: ['wallet-api'], why: 'to the wallet service' }],
  };
}

const walletApi: GroupPlan = {
  name: 'wallet-api',
  description: 'wallet service',
  ingress: [{ to: 'tcp/8080', groups: ['public-web'], why: 'from the load balancer' }],
  egress: [
    registries,
    { to: 'tcp/5432', groups: ['postgres'], why: 'ledger' },
    { to: 'tcp/6379', groups: ['redis'], why: 'sessions and rate limits' },
  ],
};

function walletWorker(more: readonly Opening[]): GroupPlan {
  return {
    name: 'wallet-worker',
    description: 'webhooks and settlement',
    ingress: [{ to: 'tcp/9102', groups: ['wallet-api'], why: 'metrics' }, ...more],
    egress: [registries, { to: 'tcp/5432', groups: ['postgres'], why: 'ledger' }],
  };
}

function statementFiles(more: readonly Opening[]): GroupPlan {
  return {
    name: 'statement-files',
    description: 'file system of statements',
    ingress: [{ to: 'tcp/2049', groups: ['wallet-worker'], why: 'statements' }, ...more],
    egress: [],
  };
}

function faulty(partners: string): GroupPlan[] {
  return [
    entry([
      { to: 'tcp/443', v4: supportVpn, why: 'support VPN' },
      { to: 'tcp/8443', v4: world, why: 'console of the old release' },
    ]),
    walletApi,
    walletWorker([{ to: 'tcp/9102', v4: ['10.0.0.0/8'], why: 'dashboards in the office' }]),
    statementFiles([{ to: 'tcp/22', groups: ['bastion'], why: 'copied from another group' }]),
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
      egress: [],
    },
    {
      name: 'redis',
      description: 'sessions and rate limits',
      ingress: [
        { to: 'tcp/6379', groups: ['wallet-api'], why: 'wallet service' },
        { to: 'tcp/6379', groups: ['debug'], why: null },
        { to: 'tcp/6379', lists: [partners], why: 'partners' },
      ],
      egress: [],
    },
    { name: 'debug', description: 'temporary', ingress: [{ to: 'all', v4: world, why: 'debugging' }] },
    {
      name: 'windows-admin',
      description: 'reconciliation desktop',
      ingress: [{ to: 'tcp/3389', v6: ['::/0'], why: 'remote desktop' }],
      egress: [],
    },
  ];
}

function mended(): GroupPlan[] {
  return [
    entry([]),
    walletApi,
    walletWorker([]),
    statementFiles([]),
    {
      name: 'bastion',
      description: 'operators',
      ingress: [{ to: 'tcp/22', v4: supportVpn, why: 'support VPN' }],
      egress: [{ to: 'tcp/5432', groups: ['postgres'], why: 'repairs of the ledger' }],
    },
    {
      name: 'postgres',
      description: 'ledger database',
      ingress: [
        { to: 'tcp/5432', groups: ['wallet-api', 'wallet-worker'], why: 'wallet service' },
        { to: 'tcp/5432', groups: ['bastion'], why: 'repairs of the ledger' },
      ],
      egress: [],
    },
    {
      name: 'redis',
      description: 'sessions and rate limits',
      ingress: [{ to: 'tcp/6379', groups: ['wallet-api'], why: 'wallet service' }],
      egress: [],
    },
  ];
}

/** After the mending: what passes the border of the public and of the other subnets of a network. */
export function acls(
  block: string,
  partners: readonly string[],
  names: { open: string[]; closed: string[] },
): AclPlan[] {
  const inside = [block, ...partners].map((one) => ({ to: 'all', block: one }));
  const both = (to: string) => ['0.0.0.0/0', '::/0'].map((one) => ({ to, block: one }));
  return [
    {
      name: 'public',
      subnets: names.open,
      // A client's answers come back to the port that it chose.
      inwards: [
        ...inside,
        ...both('tcp/80'),
        ...both('tcp/443'),
        { to: 'tcp/22', block: supportVpn[0] },
        ...both('tcp/1024-65535'),
      ],
      outwards: [...inside, ...both('tcp/80'), ...both('tcp/443'), ...both('tcp/1024-65535')],
    },
    {
      name: 'private',
      subnets: names.closed,
      inwards: [...inside, { to: 'tcp/1024-65535', block: '0.0.0.0/0' }],
      outwards: [...inside, { to: 'tcp/443', block: '0.0.0.0/0' }],
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
  const app: GroupPlan = {
    name: 'reporting-app',
    description: 'statements for tenants',
    ingress: [{ to: 'tcp/8080', v4: ['10.30.0.0/16'], why: 'inside the network' }],
    egress: [registries, { to: 'tcp/9200', groups: ['reporting-search'], why: 'statements' }],
  };
  const search = { name: 'reporting-search', description: 'search over statements', egress: [] };
  return state === 'before'
    ? [
        app,
        { ...search, ingress: [{ to: 'tcp/9200', v6: ['::/1', '8000::/1'], why: 'dashboards' }] },
        {
          name: 'old-batch',
          description: 'moved to the platform last year',
          ingress: [{ to: 'tcp/9000', groups: ['reporting-app'], why: 'jobs' }],
        },
      ]
    : [app, { ...search, ingress: [{ to: 'tcp/9200', groups: ['reporting-app'], why: 'statements' }] }];
}
