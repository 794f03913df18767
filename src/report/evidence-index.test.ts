import { describe, expect, it } from 'vitest';
import { groupsFile, groupsKey, listsKey, sampleInput } from '../../test/unit/report/sample.js';
import type { EvidenceRef } from '../core/read.js';
import { type NumberedEvidence, numberEvidence } from './evidence-index.js';

const input = sampleInput({ findings: 1 });

function number(...evidence: readonly EvidenceRef[]): NumberedEvidence {
  return numberEvidence(
    input.findings.map((finding) => ({ ...finding, evidence })),
    input.reads,
    input.locate,
    () => null,
  );
}

const group = (page: number, pointer: string): EvidenceRef => ({ read: groupsKey, page, pointer });

describe('numberEvidence', () => {
  it('numbers each place once, in the order of the recording, indexes by number', () => {
    const places = [
      group(1, '/A/0'),
      group(0, '/A/10'),
      group(0, '/A/9'),
      group(0, '/A'),
      group(0, '/A/9'),
      group(0, '/A/9/b'),
      group(0, '/A/9/a'),
    ];
    const { index, numberOf } = number(...places);
    expect(index.count).toBe(6);
    expect(places.map(numberOf)).toEqual(['E6', 'E5', 'E2', 'E1', 'E2', 'E4', 'E3']);
  });

  it('leads to file, line, pointer, and the commands that print and collect it again', () => {
    const { index } = number(group(1, '/SecurityGroups/3'));
    expect(index.reads).toEqual([
      {
        key: groupsKey,
        source: 'aws',
        scope: '111122223333/eu-west-1',
        operation: 'ec2:DescribeSecurityGroups',
        outcome: 'complete',
        pages: 1,
        file: groupsFile,
        command: 'aws ec2 describe-security-groups --region eu-west-1',
        items: [
          {
            number: 'E1',
            page: 1,
            pointer: '/SecurityGroups/3',
            line: 2,
            jq: `sed -n 2p ${groupsFile} | jq '.response.SecurityGroups[3]'`,
            findings: ['F1'],
            findingsOmitted: 0,
            excerpt: null,
          },
        ],
      },
    ]);
  });

  it('leads to the end line where the read has no such page', () => {
    const { index } = number({ read: listsKey, page: 0, pointer: '' });
    expect(index.reads[0]?.items).toEqual([
      {
        number: 'E1',
        page: 0,
        pointer: '',
        line: null,
        jq: `jq -c 'select(.type=="end" and .key=="${listsKey}")' recording/aws/111122223333/eu-west-1/ec2-describemanagedprefixlists.jsonl`,
        findings: ['F1'],
        findingsOmitted: 0,
        excerpt: null,
      },
    ]);
  });

  it('says so where the pack does not list the read, after all that it lists', () => {
    const { index } = number({ read: 'a'.repeat(64), page: 0, pointer: '' }, group(0, ''));
    expect(index.reads.map(({ key, file, command }) => ({ key, file, command }))).toEqual([
      { key: groupsKey, file: groupsFile, command: 'aws ec2 describe-security-groups --region eu-west-1' },
      { key: 'a'.repeat(64), file: null, command: null },
    ]);
    expect(index.reads[1]?.items[0]?.jq).toBeNull();
  });

  it('leads back to the first five findings that point at a place, and counts the rest', () => {
    const [finding] = input.findings;
    if (finding === undefined) throw new TypeError('the sample has no finding');
    const findings = Array.from({ length: 7 }, () => ({ ...finding, evidence: [group(0, '/A')] }));
    const { index } = numberEvidence(findings, input.reads, input.locate, () => null);
    expect(index.reads[0]?.items[0]).toMatchObject({ findings: ['F1', 'F2', 'F3', 'F4', 'F5'], findingsOmitted: 2 });
  });

  it('carries the recorded answers that it is given, and says how many', () => {
    const evidence = [group(0, '/A'), group(0, '/B')];
    const { index } = numberEvidence(
      input.findings.map((finding) => ({ ...finding, evidence })),
      input.reads,
      input.locate,
      ({ pointer }) => (pointer === '/B' ? { text: '{}', isCut: false } : null),
    );
    expect(index).toMatchObject({ count: 2, excerpts: 1 });
    expect(index.reads[0]?.items.map(({ excerpt }) => excerpt?.text)).toEqual([undefined, '{}']);
  });

  it('gives a place that no finding makes no number', () => {
    expect(number().numberOf(group(0, ''))).toBe('');
  });
});
