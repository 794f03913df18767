import { z } from 'zod';
import type { Coverage, FactKind, FactKinds } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { joinGaps } from '../reading/gap.js';
import { parseDetector, parseFinding } from './parse-guardduty.js';
import { readAnswer } from '../reading/read-answer.js';
import { readOf } from './read-of.js';
import { type Reading, readItems } from '../reading/read-items.js';

const kinds = {
  detector: 'aws.guardduty.region-detector',
  findings: 'aws.guardduty.region-findings',
} as const satisfies Record<string, FactKind>;

/**
 * Reads GuardDuty in these regions: facts of the account's scope, whose ids are the regions', so that what could not be
 * read of one is a gap on that region and on no other. `rest` says why there may be more regions to read.
 */
export async function collectGuardDuty(
  reading: Reading,
  scope: Scope,
  regions: readonly string[],
  rest: Gap | null,
): Promise<void> {
  const listings = await Promise.all(regions.map((region) => collectDetector(reading, scope, region)));
  const coverage: Coverage = {
    gap: rest,
    reads: listings.flatMap(({ reads }) => reads),
    delivered: listings.some(({ delivered }) => delivered),
  };
  for (const kind of Object.values(kinds)) reading.sink.covered(kind, scope, coverage);
}

interface Place extends Reading {
  readonly account: Scope;
  readonly region: string;
  /** The scope of the reads; the facts have the account's. */
  readonly scope: Scope;
}

/** Resolves to how complete the list of detectors came in. */
async function collectDetector(reading: Reading, account: Scope, region: string): Promise<Coverage> {
  const place: Place = { ...reading, account, region, scope: { ...account, region } };
  const found = new Map<string, EvidenceRef>();
  const listing = await readItems(reading.transport, readOf(place.scope, 'guardduty:ListDetectors'), {
    member: 'DetectorIds',
    parse: (item) => z.string().parse(item),
    onItem: (id, evidence) => found.set(id, evidence),
  });
  const keys = listing.reads.map(({ key }) => key);
  const [first, second] = found;
  const gap = second === undefined ? listing.gap : several(region, [...found.keys()], keys);
  if (gap !== null) {
    for (const kind of Object.values(kinds)) reading.sink.gap(kind, account, region, gap);
  } else if (first === undefined) {
    const evidence = keys.map((read) => ({ read, page: 0, pointer: '/DetectorIds' }));
    const none = { id: region, detectorId: null, isOn: false, features: [], listsAllFeatures: true };
    put(place, kinds.detector, none, evidence);
    put(place, kinds.findings, { id: region, findings: [] }, evidence);
  } else {
    const [id, evidence] = first;
    await Promise.all([readDetector(place, id, evidence), readFindings(place, id, evidence)]);
  }
  return listing;
}

/** An account has one detector a region: which of several is meant is not documented. */
function several(region: string, ids: readonly string[], reads: readonly string[]): Gap {
  return { reason: 'unsupported', reads, text: `expected one detector in ${region}, got ${ids.join(', ')}` };
}

async function readDetector(place: Place, detectorId: string, listed: EvidenceRef): Promise<void> {
  const request = readOf(place.scope, 'guardduty:GetDetector', { DetectorId: detectorId });
  const { pages, coverage } = await readAnswer(place.transport, request, '', parseDetector);
  for (const { value, evidence } of pages) {
    put(place, kinds.detector, { id: place.region, detectorId, ...value }, [listed, evidence]);
  }
  if (coverage.gap !== null) place.sink.gap(kinds.detector, place.account, place.region, coverage.gap);
}

// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetFindings.html
const mostIds = 50;

async function readFindings(place: Place, detectorId: string, listed: EvidenceRef): Promise<void> {
  const ids = new Map<string, EvidenceRef>();
  const request = readOf(place.scope, 'guardduty:ListFindings', { DetectorId: detectorId });
  const listing = await readItems(place.transport, request, {
    member: 'FindingIds',
    parse: (item) => z.string().parse(item),
    onItem: (id, evidence) => ids.set(id, evidence),
  });
  const all = [...ids.keys()];
  const batches = Array.from({ length: Math.ceil(all.length / mostIds) }, (_, n) =>
    all.slice(n * mostIds, (n + 1) * mostIds),
  );
  const each = await Promise.all(batches.map((batch) => readBatch(place, detectorId, batch)));
  const gap = joinGaps([listing.gap, ...each.flatMap(({ gaps }) => gaps)]);
  if (gap !== null) place.sink.gap(kinds.findings, place.account, place.region, gap);
  if (!listing.delivered) return;
  const reads = listing.reads.map(({ key }) => ({ read: key, page: 0, pointer: '/FindingIds' }));
  const findings = each.flatMap((batch) => batch.findings);
  put(place, kinds.findings, { id: place.region, findings }, [
    listed,
    ...reads,
    ...each.flatMap(({ evidence }) => evidence),
  ]);
}

type Finding = FactKinds['aws.guardduty.region-findings']['findings'][number];

interface Batch {
  readonly findings: readonly Finding[];
  readonly evidence: readonly EvidenceRef[];
  readonly gaps: readonly (Gap | null)[];
}

/** What GuardDuty says of these findings. One that it lists and then says nothing of is a gap. */
async function readBatch(
  { transport, scope, region }: Place,
  detectorId: string,
  ids: readonly string[],
): Promise<Batch> {
  const findings: Finding[] = [];
  const evidence: EvidenceRef[] = [];
  const request = readOf(scope, 'guardduty:GetFindings', { DetectorId: detectorId, FindingIds: [...ids] });
  const { gap, reads } = await readItems(transport, request, {
    member: 'Findings',
    parse: parseFinding,
    onItem: (finding, { read, page }) => {
      findings.push(finding);
      if (evidence.length === 0) evidence.push({ read, page, pointer: '/Findings' });
    },
  });
  const missing = ids.filter((id) => !findings.some((finding) => finding.id === id)).length;
  const text = `${missing} of ${ids.length} findings that ${region} lists could not be read`;
  const left: Gap = { reason: 'missing', reads: reads.map(({ key }) => key), text };
  return { findings, evidence, gaps: [gap, missing === 0 ? null : left] };
}

function put<K extends FactKind>(
  { sink, account, region }: Place,
  kind: K,
  data: FactKinds[K],
  evidence: readonly EvidenceRef[],
): void {
  sink.fact({ kind, id: region, name: null, scope: account, data, evidence });
}
