import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { AuditEvent } from '../app/events.js';
import { type LogLevel, progressTo } from './progress.js';

function written(events: readonly AuditEvent[], level: LogLevel, isTTY: boolean): string {
  const stream = new PassThrough();
  const progress = progressTo(Object.assign(stream, { isTTY }), { level });
  for (const event of events) progress.event(event);
  progress.end();
  return String(stream.read() ?? '');
}

const events: readonly AuditEvent[] = [
  { type: 'stage', stage: 'collecting', detail: '' },
  { type: 'call', text: 'ec2:DescribeVpcs, page 0' },
  { type: 'throttled', text: 'ec2:DescribeVpcs; again in 200 ms' },
  { type: 'resource' },
  { type: 'read-ended', problem: null },
  { type: 'read-ended', problem: 'ec2:DescribeSubnets: denied after 0 pages' },
  { type: 'stage', stage: 'judging', detail: '7 controls' },
];

describe('progress', () => {
  it('is plain lines where there is no terminal: stages, and what went wrong', () => {
    expect(written(events, 'info', false)).toBe(
      'collecting\nec2:DescribeSubnets: denied after 0 pages\njudging: 7 controls\n',
    );
  });

  it('repaints one line on a terminal and leaves it clean', () => {
    const text = written(events, 'info', true);
    expect(text).toContain('judging: 2 reads, 1 calls, 1 resources, throttled 1×');
    expect(text.endsWith('\r\u001b[2K')).toBe(true);
  });

  it.each([
    { level: 'error' as const, has: [] },
    { level: 'warn' as const, has: ['denied after 0 pages'] },
    {
      level: 'debug' as const,
      has: ['call ec2:DescribeVpcs, page 0', 'throttled ec2:DescribeVpcs', 'judging: 7 controls'],
    },
  ])('says at level $level only what belongs there', ({ level, has }) => {
    const text = written(events, level, false);
    for (const part of has) expect(text).toContain(part);
    if (level !== 'debug') expect(text).not.toContain('call ');
    if (has.length === 0) expect(text).toBe('');
  });
});
