import { describe, expect, it } from 'vitest';
import { account } from '../../../test/helpers/aws-account.js';
import { inRegion } from '../../../test/helpers/aws-collector.js';
import { userPoolsOf } from './parse-cognito.js';

describe('a user pool', () => {
  const parse = (item: object, region: string = inRegion.region) => userPoolsOf({ ...inRegion, region }).parse(item);

  it('is known by the ARN of its place', () => {
    const id = `arn:aws:cognito-idp:eu-west-1:${account}:userpool/eu-west-1_a`;
    expect(parse({ Id: 'eu-west-1_a', Name: 'customers' })).toEqual({
      id,
      name: 'customers',
      data: { id, poolId: 'eu-west-1_a' },
    });
  });

  it('of another partition says so', () => {
    expect(parse({ Id: 'p' }, 'us-gov-west-1').id).toBe(
      `arn:aws-us-gov:cognito-idp:us-gov-west-1:${account}:userpool/p`,
    );
  });

  it('of no region or account names none', () => {
    expect(userPoolsOf({ source: 'aws' }).parse({ Id: 'p' }).id).toBe('arn:aws:cognito-idp:::userpool/p');
  });

  it('without a name has none, and one with a card number in it shows that it was there', () => {
    expect(parse({ Id: 'p' }).name).toBeNull();
    expect(parse({ Id: 'p', Name: { redacted: 'card-number' } }).name).toBe('[redacted: card-number]');
  });

  it.each([{}, { Id: 1 }, { Id: 'p', Name: 1 }])('of that shape is refused: %j', (item) => {
    expect(() => parse(item)).toThrow();
  });
});
