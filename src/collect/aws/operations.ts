import { type AwsOperation, type AwsService } from './service.js';
import { acm } from './services/acm.js';
import { apigateway } from './services/apigateway.js';
import { apigatewayv2 } from './services/apigatewayv2.js';
import { appsync } from './services/appsync.js';
import { cloudfront } from './services/cloudfront.js';
import { cognitoIdp } from './services/cognito-idp.js';
import { ec2 } from './services/ec2.js';
import { ecr } from './services/ecr.js';
import { elbv2 } from './services/elbv2.js';
import { guardduty } from './services/guardduty.js';
import { shield } from './services/shield.js';
import { inspector2 } from './services/inspector2.js';
import { sts } from './services/sts.js';
import { wafv2 } from './services/wafv2.js';

/** Every service of AWS that is read. */
export const awsServices: readonly AwsService[] = [
  sts,
  wafv2,
  ec2,
  elbv2,
  guardduty,
  acm,
  apigateway,
  apigatewayv2,
  appsync,
  cloudfront,
  cognitoIdp,
  shield,
  ecr,
  inspector2,
];

/** Every AWS operation that is read. A page size is the maximum of the model: the fewest calls (test/contract/page-sizes.test.ts). */
export const awsOperations: readonly AwsOperation[] = awsServices.flatMap(({ operations }) => operations);

const byName = new Map(awsOperations.map((entry) => [entry.name, entry]));
const servicesByName = new Map(awsServices.map((service) => [service.name, service]));

/** The registry's entry of that name; a name that it lacks is a mistake of ours. */
export function awsOperation(name: string): AwsOperation {
  const found = byName.get(name);
  if (found === undefined) throw new TypeError(`no AWS operation is called ${name}`);
  return found;
}

/** The service of that name, as `aws` has it; a name that the registry lacks is a mistake of ours. */
export function awsService(name: string): AwsService {
  const found = servicesByName.get(name);
  if (found === undefined) throw new TypeError(`no AWS service is called ${name}`);
  return found;
}

/**
 * The region that a request goes to: its scope's, else the one that has what is global of the service, else `home`.
 * https://docs.aws.amazon.com/general/latest/gr/cf_region.html
 */
export function regionOf(service: AwsService, scopeRegion: string | undefined, home: string): string {
  if (scopeRegion !== undefined) return scopeRegion;
  return service.isGlobal ? globalRegion(home) : home;
}

/** By the partition of the region, which its name begins with. */
function globalRegion(home: string): string {
  if (home.startsWith('cn-')) return 'cn-northwest-1';
  return home.startsWith('us-gov-') ? 'us-gov-west-1' : 'us-east-1';
}
