import type { Period } from '../core/nights.js';
import { chainSentence } from './period.js';
import type { Banner, Bodies, Integrity, RunHeader, SectionHead } from './model-types.js';

/** The fourteen sections of a report, each with why it is empty or null, given what there is to show. */
export function sectionHeads(has: {
  readonly findings: boolean;
  readonly evidence: boolean;
  readonly bodies: Bodies;
}): readonly SectionHead[] {
  const heads: readonly Omit<SectionHead, 'number'>[] = [
    { id: 'summary', short: 'Summary', title: 'Executive summary', empty: null },
    { id: 'identity', short: 'Identity', title: 'Entity, assessor, dates, tool and rules', empty: null },
    { id: 'scope', short: 'Scope', title: 'Scope, exclusions and what was not readable', empty: null },
    { id: 'method', short: 'Method', title: 'Method', empty: null },
    {
      id: 'sampling',
      short: 'Sampling',
      title: 'Sampling',
      empty:
        'Nothing was sampled: every member of each population was judged. A run with --sample-seed draws samples by a seed of the assessor, and prepay pack sample draws them from this pack.',
    },
    {
      id: 'acts',
      short: 'Acts',
      title: 'Ledger of time-bound acts',
      empty:
        'The run was given no ledger of dated human acts (reviews, scans, tests, trainings): the configuration has no “attestations”. Clauses that ask for such an act say so in section 7, and none of them is proposed as In Place or as conformity.',
    },
    { id: 'clauses', short: 'Clauses', title: 'Every clause', empty: null },
    {
      id: 'findings',
      short: 'Findings',
      title: 'Findings by severity, with remediation',
      empty: has.findings ? null : 'No control came to a finding in this run.',
    },
    {
      id: 'exceptions',
      short: 'Exceptions',
      title: 'Exceptions, compensating controls and customized approach',
      empty: 'Not built in this version: no exception can be recorded, so none was applied; every fail counts in full.',
    },
    { id: 'responsibility', short: 'Duties', title: 'Responsibility matrix', empty: null },
    {
      id: 'applicability',
      short: 'Applicability',
      title: 'ISO Statement of Applicability',
      empty:
        'Not built in this version: whether a control of Annex A applies, why, and who approved it are not recorded. All 93 stand in section 7 with what the tool found.',
    },
    {
      id: 'evidence',
      short: 'Evidence',
      title: 'Evidence index',
      empty: has.evidence ? null : 'No finding of this run points at a place in the recording.',
    },
    { id: 'integrity', short: 'Integrity', title: 'Limits, integrity and sign-off', empty: null },
    {
      id: 'period',
      short: 'Period',
      title: 'Operated over the period',
      empty:
        'No store of packs is configured for this run, so that this report shows one run at one time. It says nothing about the days before or after it.',
    },
  ];
  return heads.map((head, position) => ({
    number: position + 1,
    ...head,
    empty: has.bodies[head.id] === undefined ? head.empty : null,
  }));
}

/** What no reader may miss, the weightiest first. */
export function bannersOf(run: Pick<RunHeader, 'signedBy' | 'partial' | 'partialBecause' | 'demo'>): readonly Banner[] {
  const banners: Banner[] = [];
  if (run.demo !== null) {
    banners.push({
      kind: 'demo',
      word: 'DEMO',
      text: `Recordings of a made-up platform (${run.demo} the fixes). It is evidence of nothing real.`,
    });
  }
  if (run.signedBy === null) {
    banners.push({
      kind: 'unsigned',
      word: 'UNSIGNED',
      text: 'No key signed this pack, so nobody vouches that it is as it was collected.',
    });
  }
  if (run.partial) {
    const because = run.partialBecause.length === 0 ? '' : ` by ${run.partialBecause.join(', ')}`;
    banners.push({
      kind: 'partial',
      word: 'PARTIAL',
      text: `The run was narrowed${because}. What it left out is Not Tested.`,
    });
  }
  return banners;
}

export const method: readonly string[] = [
  'Every answer that the sources gave was recorded, with secrets and card numbers redacted before anything else saw it. Facts were parsed from the recording, controls judged the facts, and clauses add up the controls: each step is a pure function of the recording and of the declared time, so that anybody who holds the pack can perform it again and must come to the same bytes.',
  'A control judges one kind of resource and gives one finding each. Pass: the condition holds and every read that this rests on was complete. Fail: the evidence contradicts the condition. Unknown: something that the verdict rests on could not be read. Manual: only a person can tell. Not applicable: there was nothing to judge, or a stated decision took it out.',
  'A clause takes the worst of its controls and its dated human acts: fail, then unknown, stale, manual, pass. An act that noted exceptions is a fail, one whose window ran out is stale. A clause to which no control is mapped and no act is attested, or whose controls found nothing to judge, is not tested. One that was decided not to apply is not applicable, unless a control fails on it.',
  'The tool proposes and the assessor decides. In Place (ISO: conformity) is proposed only where the whole clause is evidenced: by a control that tests it and passed, by human acts inside all of its windows, or by both where the clause asks for both. Elsewhere a pass gives “no exception noted; procedures outstanding”, since the rest of the clause is a human act.',
  'Evidence numbers (E1, E2, …) lead through the evidence index to a file of the pack, a line and a JSON Pointer, to the command that prints the place, and to the command that collects it again from the source. Finding numbers (F1, F2, …) are line numbers of results/findings.jsonl.',
];

/** How far the pack may be trusted, and how to check it without this tool and with it. */
export function integrityOf(
  run: Pick<RunHeader, 'packId' | 'evidenceRoot' | 'signedBy'>,
  period: Period | null = null,
  nonce: string | null = null,
): Integrity {
  const chain = chainSentence(period);
  const isSigned = run.signedBy !== null;
  return {
    packId: run.packId,
    evidenceRoot: run.evidenceRoot,
    signedBy: run.signedBy,
    trust: isSigned
      ? 'Compare the fingerprint with one that you got from the entity by another way: a key that comes with a pack proves nothing.'
      : 'Unsigned: sizes and hashes can be checked, but whoever changed the pack could have changed them too.',
    brief: isSigned
      ? `Compare it with one that you got from the entity by another way (section 13). ${chain.brief}`
      : `Nobody vouches for it (section 13). ${chain.brief}`,
    chain: `${chain.text}${nonce === null ? '' : ` The assessor's challenge, which the statement repeats: ${nonce}`}`,
    limits: [
      'The evidence shows what the sources answered at the declared time, to the identity that asked. It shows neither what they held back from it nor what was true before or after.',
      'A control that could be wrong says how, in both directions; the list stands below, and with each control under rules/.',
      'Clauses that ask for documents, interviews or observation are evidenced by people, not by this report.',
    ],
    commands: [
      { what: 'Every file is there, as it was sealed', command: 'sha256sum -c --strict SHA256SUMS' },
      ...(isSigned
        ? [
            {
              what: 'The statement, to be read beside the signature check of VERIFY.md',
              command: 'jq -r .dsseEnvelope.payload attestation.sigstore.json | base64 -d | jq .',
            },
          ]
        : []),
      {
        what: isSigned
          ? 'Hashes, signature, and every verdict performed again; KEY.pub comes from the entity, not from the pack'
          : 'Hashes, and every verdict performed again; it exits 1, since no key signed the pack',
        command: `prepay pack verify .${isSigned ? ' --key KEY.pub' : ''}`,
      },
    ],
    signOff: ['For the entity', 'For the assessor'],
  };
}
