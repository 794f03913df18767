import { byCodeUnit } from '../../core/json.js';
import type { Operation } from '../transport/transport.js';

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly [
    { readonly Sid: string; readonly Effect: 'Allow'; readonly Action: readonly string[]; readonly Resource: '*' },
  ];
}

/**
 * The least IAM policy that lets every one of the operations be read. Describe actions of EC2 and of load balancing
 * know no resource-level permissions, hence `*`. Source: the Service Authorization Reference of both services.
 */
export function awsPolicy(operations: readonly Operation[]): PolicyDocument {
  const actions = new Set(operations.flatMap((operation) => operation.permissions));
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'PrepayRead', Effect: 'Allow', Action: [...actions].sort(byCodeUnit), Resource: '*' }],
  };
}
