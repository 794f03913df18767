import { describe, expect, it } from 'vitest';
import { type Answers, collect, here, page } from '../../../test/helpers/aws-account.js';
import type { FakeAnswer } from '../../../test/helpers/aws-reads.js';

const kind = 'aws.ec2.launch-template';
const template = (n: number) => ({ LaunchTemplateId: `lt-${n}`, LaunchTemplateName: `web-${n}` });
const version = (VersionNumber: number, ...SecurityGroupIds: string[]) => ({
  LaunchTemplateId: 'lt-1',
  VersionNumber,
  DefaultVersion: VersionNumber === 1,
  LaunchTemplateData: { SecurityGroupIds },
});
const templates = (versions: Answers[string], ...numbers: number[]): Answers => ({
  'ec2:DescribeLaunchTemplates': page('LaunchTemplates', ...numbers.map(template)),
  'ec2:DescribeLaunchTemplateVersions': versions,
});

describe('launch templates', () => {
  it('have all of their versions read, over pages', async () => {
    const pages = [
      { LaunchTemplateVersions: [version(3, 'sg-3'), version(2, 'sg-2')] },
      { LaunchTemplateVersions: [version(2, 'sg-2'), version(1, 'sg-1')] },
    ];
    const { sink, requests } = await collect(templates({ pages }, 1));
    expect(sink.of(kind)).toMatchObject([
      {
        id: 'lt-1',
        name: 'web-1',
        data: { groupIds: ['sg-1', 'sg-2', 'sg-3'], versions: [{ version: 1 }, { version: 2 }, { version: 3 }] },
        evidence: [
          { pointer: '/LaunchTemplates/0' },
          { pointer: '/LaunchTemplateVersions', page: 0 },
          { pointer: '/LaunchTemplateVersions', page: 1 },
        ],
      },
    ]);
    const asked = requests.filter(({ operation }) => operation === 'ec2:DescribeLaunchTemplateVersions');
    expect(asked.map(({ input }) => input)).toEqual([{ IncludeManagedResources: true, LaunchTemplateId: 'lt-1' }]);
    expect([...sink.gaps]).toEqual([]);
  });

  it.each(['denied', 'absent', 'failed', 'no-end'] as const)(
    'whose versions are %s are known, with a gap on the template',
    async (outcome) => {
      const answer: Answers[string] = ({ input }): FakeAnswer =>
        input['LaunchTemplateId'] === 'lt-1' ? { outcome } : page('LaunchTemplateVersions', version(1, 'sg-1'));
      const { sink } = await collect(templates(answer, 1, 2));
      expect(sink.of(kind).map(({ id, data }) => [id, data.groupIds])).toEqual([
        ['lt-1', []],
        ['lt-2', ['sg-1']],
      ]);
      expect([...sink.gaps.keys()]).toEqual([`${kind} ${here} lt-1`]);
      expect(sink.coverage.get(`${kind} ${here}`)?.gap).toBeNull();
    },
  );

  it('with a version that changed while it was read have a gap', async () => {
    const pages = ['sg-1', 'sg-2'].map((group) => ({ LaunchTemplateVersions: [version(1, group)] }));
    const { sink } = await collect(templates({ pages }, 1));
    expect(sink.gaps.get(`${kind} ${here} lt-1`)?.reason).toBe('unsupported');
  });
});
