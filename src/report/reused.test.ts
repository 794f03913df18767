import { describe, expect, it } from 'vitest';
import { resumptionOf } from './reused.js';

const scope = { source: 'aws', account: '111122223333', region: 'eu-west-1' } as const;
const at = ['2026-11-26T12:00:00.000Z'];
const read = (operation: string, minute: number) => ({
  key: '0'.repeat(64),
  scope,
  operation,
  readAt: `2026-11-26T11:${minute}:00.000Z`,
});

describe('what a report says of a run that was resumed', () => {
  it('is nothing for one that was made at a stretch', () => {
    expect(resumptionOf({}, {})).toBeNull();
  });

  it('is when, and how many reads of each operation were made before', () => {
    const reused = [read('ec2:DescribeVpcs', 20), read('ec2:GetX', 31), read('ec2:GetX', 30)];
    expect(resumptionOf({ resumedAt: at }, { reused })).toEqual({
      at,
      reused: 3,
      rows: [
        {
          operation: 'ec2:DescribeVpcs',
          scope: '111122223333/eu-west-1',
          count: 1,
          from: '2026-11-26T11:20:00.000Z',
          to: '2026-11-26T11:20:00.000Z',
        },
        {
          operation: 'ec2:GetX',
          scope: '111122223333/eu-west-1',
          count: 2,
          from: '2026-11-26T11:30:00.000Z',
          to: '2026-11-26T11:31:00.000Z',
        },
      ],
    });
  });

  it('says of one whose reads were all made again that none was taken over', () => {
    expect(resumptionOf({ resumedAt: at }, {})).toEqual({ at, reused: 0, rows: [] });
  });
});
