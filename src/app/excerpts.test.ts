import { describe, expect, it } from 'vitest';
import { groupsKey, listsKey, sampleInput, scope } from '../../test/unit/report/sample.js';
import type { Finding } from '../core/finding.js';
import type { Json } from '../core/json.js';
import type { EndLine, EvidenceRef, PageLine, ReadKey, ReadLine } from '../core/read.js';
import type { PackRecording } from '../pack/recording-index.js';
import { excerptsOf } from './excerpts.js';

const base = { source: 'aws', scope, operation: 'ec2:DescribeSecurityGroups', input: {}, command: 'aws ec2' } as const;

function page(key: ReadKey, number: number, response: Json): PageLine {
  return {
    ...base,
    key,
    type: 'page',
    page: number,
    token: { request: null, next: null },
    response,
    requestId: null,
    serverDate: null,
    startedAt: '2026-11-25T10:15:00.000Z',
    durationMs: 1,
    attempts: 1,
    sha256: '',
    redactions: [],
  };
}

const denied: EndLine = {
  ...base,
  key: listsKey,
  type: 'end',
  outcome: 'denied',
  pages: 0,
  attempts: 1,
  error: { class: 'access-denied', code: 'UnauthorizedOperation', message: 'no' },
  endedAt: '2026-11-25T10:15:01.000Z',
};

const pages = [{ Groups: [{ id: 'a' }] }, { Groups: [{ id: 'b' }, { n: [411111111111, 1111] }] }, { Groups: [] }];

/** A recording that notes which lines were taken from it. */
function recording(): PackRecording & { readonly taken: ReadLine[] } {
  const taken: ReadLine[] = [];
  const known = new Map<ReadKey, readonly ReadLine[]>([
    [groupsKey, pages.map((response, number) => page(groupsKey, number, response))],
    [listsKey, [denied]],
  ]);
  return {
    taken,
    endedAt: () => null,
    lines: (key) => {
      const lines = known.get(key);
      return lines === undefined
        ? null
        : (async function* () {
            for (const line of lines) {
              taken.push(line);
              yield await Promise.resolve(line);
            }
          })();
    },
    isChecked: true,
    locate: () => null,
    summaries: () => Promise.resolve([]),
  };
}

function findings(...evidence: readonly EvidenceRef[]): readonly Finding[] {
  return sampleInput({ findings: 1 }).findings.map((finding) => ({ ...finding, evidence }));
}

const place = (read: ReadKey, at: number, pointer: string): EvidenceRef => ({ read, page: at, pointer });

describe('excerptsOf', () => {
  it('gives what the recording holds at a place, page by page', async () => {
    const places = [place(groupsKey, 1, '/Groups/0/id'), place(groupsKey, 0, '/Groups/0/id')];
    const excerpt = await excerptsOf(findings(...places), recording());
    expect(places.map((own) => excerpt(own)?.text)).toEqual(['"b"', '"a"']);
  });

  it('reads no page after the last one that is pointed at', async () => {
    const recorded = recording();
    await excerptsOf(findings(place(groupsKey, 0, ''), place(groupsKey, 1, '')), recorded);
    expect(recorded.taken).toHaveLength(2);
  });

  it('gives how a read ended where it gave no page', async () => {
    const excerpt = await excerptsOf(findings(place(listsKey, 0, '')), recording());
    expect(JSON.parse(excerpt(place(listsKey, 0, ''))?.text ?? '')).toMatchObject({ outcome: 'denied', pages: 0 });
  });

  it('gives nothing for a place that the recording does not have', async () => {
    const places = [place('f'.repeat(64), 0, ''), place(groupsKey, 0, '/gone'), place(groupsKey, 9, '')];
    const excerpt = await excerptsOf(findings(...places), recording());
    expect(places.map(excerpt)).toEqual([null, null, null]);
  });

  it('gives nothing that would look like a card number once it is laid out', async () => {
    const looksLikeOne: PackRecording = {
      ...recording(),
      lines: () =>
        (async function* () {
          yield await Promise.resolve(page(groupsKey, 0, { note: '4111 1111 1111 1111' }));
        })(),
    };
    const excerpt = await excerptsOf(findings(place(groupsKey, 0, '')), looksLikeOne);
    expect(excerpt(place(groupsKey, 0, ''))).toBeNull();
  });
});
