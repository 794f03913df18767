import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { motoAccount } from '../peers/aws/moto.js';
import { aclCases, good } from './acl-cases.js';
import { buildAcl, plantAcls } from './acls.js';
import { plantBalancers } from './balancers.js';
import { detectorRegions, plantDetectors } from './detectors.js';
import { plantApis, plantDistributions, subscribe } from './facing.js';
import { emptyPlaces, type Planted, planted } from './plant.js';
import { plantRegistries } from './registries.js';

const region = 'eu-west-1';

/** prepay.yaml for an audit of all that is planted. */
export const webConfiguration = `version: 1
scope:
  aws:
    - account: "${motoAccount}"
      regions: [${[...detectorRegions].sort().join(', ')}]
approved:
  networks:
    - { cidr: 51.2.0.0/16, reason: card processor, owner: security }
`;

/** Plants every edge case of these controls in an empty moto server; resolves to every verdict that an audit comes to. */
export async function plantWeb(endpoint: string): Promise<Planted[]> {
  const waf = new WAFV2Client({ endpoint, region });
  const global = new WAFV2Client({ endpoint, region: 'us-east-1' });
  await subscribe(endpoint);
  const acls = await plantAcls(waf, region);
  const [acl = ''] = acls.map(({ id }) => id);
  const cloudFront = await plantGlobalAcls(global);
  const [globalAcl = ''] = cloudFront.map(({ id }) => id);
  const place = { endpoint, region };
  const all = [
    ...acls,
    ...cloudFront,
    ...(await plantBalancers(place, waf, acl)),
    ...(await plantApis(place, waf, acl)),
    ...(await plantDistributions(place, globalAcl)),
    ...(await plantDetectors(endpoint)),
    ...(await plantRegistries(endpoint)),
  ];
  return [...all, ...emptyPlaces(all, motoAccount, detectorRegions)];
}

/** One good and one that counts, in the scope of CloudFront. */
async function plantGlobalAcls(waf: WAFV2Client): Promise<Planted[]> {
  const all: Planted[] = [];
  const counting = aclCases.find(({ name }) => name === 'a group overridden to Count')?.rules ?? [];
  const cases = [
    { of: 'web-acl-blocks-owasp-categories', name: 'of CloudFront, good', built: 'the good rules', rules: good },
    {
      of: 'web-acl-blocks-owasp-categories',
      name: 'of CloudFront, with a group overridden to Count',
      built: 'Common with OverrideAction Count',
      rules: counting,
      verdicts: { 'web-acl-blocks-owasp-categories': 'fail', 'web-acl-inspects-oversize': 'fail' },
    },
  ] as const;
  for (const [index, one] of cases.entries()) {
    const id = await buildAcl(waf, { name: `edge-${index}`, one, scope: 'CLOUDFRONT', region: 'us-east-1' });
    all.push(...planted('acl', one, { region: null, id }));
  }
  return all;
}
