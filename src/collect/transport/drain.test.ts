import { describe, expect, it } from 'vitest';
import { type ReadRequest, readKey } from '../../core/read.js';
import { answer, failure, scriptedCaller, type Step, watched } from '../../../test/unit/peers/scripted-caller.js';
import { forEachPage } from './drain.js';
import { liveTransport } from './live.js';
import type { Transport } from './transport.js';

const request: ReadRequest = {
  source: 'aws',
  scope: { source: 'aws', account: '111122223333', region: 'eu-west-1' },
  operation: 'ec2:DescribeVpcs',
  input: {},
};

const live = (...steps: readonly Step[]): Transport =>
  liveTransport({ ...watched().options, callers: [scriptedCaller(steps)] });

describe('forEachPage', () => {
  it('gives each page in order and waits for what is done with it', async () => {
    const seen: string[] = [];
    const ending = await forEachPage(live(answer({}, 't1'), answer({})), request, async (page) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      seen.push(`${page.page} ${page.token.request ?? '-'}`);
    });
    expect(seen).toEqual(['0 -', '1 t1']);
    expect(ending).toMatchObject({
      key: readKey(request),
      operation: 'ec2:DescribeVpcs',
      outcome: 'complete',
      delivered: true,
      gap: null,
    });
  });

  it.each([
    [
      'denied',
      [failure('UnauthorizedOperation')],
      'denied',
      'ec2:DescribeVpcs in 111122223333/eu-west-1 was denied (UnauthorizedOperation)',
    ],
    [
      'throttled',
      [failure('Throttling')],
      'throttled',
      'ec2:DescribeVpcs in 111122223333/eu-west-1 was throttled (Throttling)',
    ],
    [
      'failed',
      [failure('InvalidParameterValue')],
      'failed',
      'ec2:DescribeVpcs in 111122223333/eu-west-1 failed (InvalidParameterValue)',
    ],
    [
      'absent',
      [failure('NoSuchThing')],
      'missing',
      'ec2:DescribeVpcs in 111122223333/eu-west-1 found nothing to read (NoSuchThing)',
    ],
  ] as const)('gives the gap of a read that was %s', async (outcome, steps, reason, text) => {
    const ending = await forEachPage(live(...steps), request, () => undefined);
    expect(ending).toMatchObject({ outcome, delivered: false, gap: { reason, reads: [readKey(request)], text } });
  });

  it.each([
    [1, 'ec2:DescribeVpcs in 111122223333/eu-west-1 was denied (AccessDenied) after 1 page'],
    [2, 'ec2:DescribeVpcs in 111122223333/eu-west-1 was denied (AccessDenied) after 2 pages'],
  ])('says how many pages came before it (%d)', async (pages, text) => {
    const steps = Array.from({ length: pages }, (_, i) => answer({}, `t${i}`));
    const ending = await forEachPage(live(...steps, failure('AccessDenied')), request, () => undefined);
    expect(ending).toMatchObject({ delivered: true, gap: { text } });
  });

  it('calls a read without an end incomplete', async () => {
    const full = live(answer({}));
    const cut: Transport = {
      async *read(asked) {
        for await (const line of full.read(asked)) if (line.type === 'page') yield line;
      },
    };
    expect(await forEachPage(cut, request, () => undefined)).toMatchObject({
      outcome: 'no-end',
      delivered: true,
      end: null,
      gap: { reason: 'incomplete', text: 'ec2:DescribeVpcs in 111122223333/eu-west-1 was cut short after 1 page' },
    });
  });
});
