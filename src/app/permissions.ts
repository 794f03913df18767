import { awsOperations } from '../collect/aws/operations.js';
import { awsPolicy, type PolicyDocument } from '../collect/aws/policy.js';

/** The IAM policy that grants exactly the reads of the AWS collector. */
export function awsPolicyDocument(): PolicyDocument {
  return awsPolicy(awsOperations);
}
