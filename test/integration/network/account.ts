import { closeRegion, openRegion } from '../../../scripts/seed/aws.js';
import { deleteDefaultVpc } from '../../../scripts/seed/upkeep.js';
import { plantAcls } from './acls.js';
import { plantBalancers } from './balancers.js';
import { plantGroups } from './groups.js';
import type { Ground, Planted } from './plant.js';
import { plantRoutes } from './routes.js';
import { plantDefaultGroups, plantLogs, plantRouters } from './upkeep.js';

export const faultyRegion = 'eu-west-1';
export const cleanRegion = 'eu-central-1';

/** What stands in the account, and the configuration of its audit. */
export interface PlantedNetwork {
  readonly planted: readonly Planted[];
  readonly configuration: string;
  /** The same, of the region where an audit ends with 0. */
  readonly cleanConfiguration: string;
}

/** Plants both regions of an empty moto server. */
export async function plantNetwork(endpoint: string): Promise<PlantedNetwork> {
  const everything = await plantRegion(endpoint, faultyRegion, 'everything');
  const clean = await plantCleanRegion(endpoint);
  const routers = [everything.router, ...clean.routers];
  return {
    planted: [...everything.planted, ...clean.planted],
    configuration: configurationOf([cleanRegion, faultyRegion], routers),
    cleanConfiguration: configurationOf([cleanRegion], clean.routers),
  };
}

interface PlantedRegion {
  readonly planted: readonly Planted[];
  /** Those that its audit has to approve. */
  readonly routers: readonly string[];
}

/** Plants the region of which no control has anything to say: its audit ends with 0. */
export async function plantCleanRegion(endpoint: string): Promise<PlantedRegion> {
  const { planted, router } = await plantRegion(endpoint, cleanRegion, 'clean');
  return { planted, routers: [router] };
}

async function plantRegion(
  endpoint: string,
  name: string,
  choice: Ground['choice'],
): Promise<{ planted: Planted[]; router: string }> {
  const region = openRegion(endpoint, name);
  const ground: Ground = { region, choice };
  try {
    await deleteDefaultVpc(region);
    const routers = await plantRouters(ground);
    return {
      planted: [
        ...(await plantGroups(ground)),
        ...(await plantAcls(ground)),
        ...(await plantDefaultGroups(ground)),
        ...(await plantLogs(ground)),
        ...(await plantRoutes(ground)),
        ...(await plantBalancers(ground)),
        ...routers.planted,
      ],
      router: routers.approved,
    };
  } finally {
    closeRegion(region);
  }
}

/** prepay.yaml of an audit of these regions, with what it approves. */
export function configurationOf(regions: readonly string[], routers: readonly string[]): string {
  return `version: 1
scope:
  aws:
    - account: "123456789012"
      regions: [${regions.join(', ')}]
approved:
  ports:
    - { protocol: tcp, ports: "443", reason: tenants, owner: security }
    - { protocol: tcp, ports: "80", reason: redirected, owner: security }
    - { protocol: tcp, ports: "8444", reason: a partner without fixed addresses, owner: security }
  networks:
    - { cidr: 51.2.0.0/16, reason: card processor, owner: security }
  routers:
${routers.map((id) => `    - { id: ${id}, reason: inspection, owner: network }`).join('\n')}
`;
}
