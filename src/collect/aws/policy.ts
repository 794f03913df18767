import { byCodeUnit } from '../../core/json.js';
import type { Operation } from '../transport/transport.js';

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly [
    { readonly Sid: string; readonly Effect: 'Allow'; readonly Action: readonly string[]; readonly Resource: '*' },
  ];
}

/**
 * The least IAM policy that lets every one of the operations be read. `*`, since Describe actions know no resource-level
 * permissions, and the prefix lists and route tables whose contents are read are not known beforehand. An operation that needs no
 * permission is not named. Source: the Service Authorization Reference.
 */
export function awsPolicy(operations: readonly Operation[]): PolicyDocument {
  const actions = new Set(operations.flatMap((operation) => operation.permissions));
  return {
    Version: '2012-10-17',
    Statement: [{ Sid: 'PrepayRead', Effect: 'Allow', Action: [...actions].sort(byCodeUnit), Resource: '*' }],
  };
}
