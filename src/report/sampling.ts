import type { Samples } from '../core/sampling.js';
import { cell, type SectionBody, textBlock } from './section-body.js';

/** Section 5: what was drawn from each population, and how anybody draws the same; null where the run drew none. */
export function samplingBody(samples: Samples | null): SectionBody | null {
  if (samples === null) return null;
  const { seed, confidencePercent, tolerablePercent } = samples.method;
  return {
    blocks: [
      textBlock(
        'Every member of each population was judged by the controls; a sample is for what the assessor looks into beyond that. It is only as good as its seed: one that the entity chose could have been chosen for what it draws.',
      ),
      textBlock(
        `Size: discovery sampling without replacement (hypergeometric). The smallest sample that holds a deviation with ${confidencePercent} % confidence, if ${tolerablePercent} % of the population, at least one, deviate. Order: by HMAC-SHA-256 with the seed as the key, of each member’s scope, a slash and its id; the first ranks are the sample. The populations are those of results/populations.json, the whole choice stands in samples/samples.json, and VERIFY.md draws it again with openssl and sort.`,
      ),
      { type: 'commands', commands: [{ what: 'Seed', command: seed }] },
      {
        type: 'table',
        table: {
          caption: 'Populations and samples',
          columns: [
            { title: 'Kind', kind: 'code', share: 4 },
            { title: 'Population', kind: 'number', share: 1 },
            { title: 'Sample', kind: 'number', share: 1 },
            { title: 'Whole', kind: 'status', share: 1 },
            { title: 'What could not be read', kind: 'text', share: 4 },
          ],
          rows: samples.sets.map(({ kind, population, size, gaps }) => [
            cell(kind),
            cell(String(population)),
            cell(String(size)),
            gaps.length === 0 ? cell('whole', { tone: 'good' }) : cell('in part', { tone: 'open' }),
            cell(gaps.slice(0, 3).join('; ') + (gaps.length > 3 ? `; and ${gaps.length - 3} more` : '')),
          ]),
          empty: 'Nothing was there to draw from.',
        },
      },
      ...samples.sets
        .filter(({ chosen }) => chosen.length > 0)
        .map(({ kind, chosen }) => ({
          type: 'table' as const,
          table: {
            caption: `Sample of ${kind}`,
            columns: [
              { title: 'Rank', kind: 'number' as const, share: 1 },
              { title: 'Member', kind: 'code' as const, share: 8 },
              { title: 'HMAC begins with', kind: 'code' as const, share: 2 },
            ],
            rows: chosen.map(({ rank, member, hmac }) => [cell(String(rank)), cell(member), cell(hmac.slice(0, 12))]),
            empty: '',
          },
        })),
    ],
  };
}
