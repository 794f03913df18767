import type { Fact } from '../../core/fact.js';
import type { EvidenceRef, Gap } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import type { ParsedItem } from './item-parser.js';
import { launchTemplates, parseTemplateVersion, type TemplateVersion, withVersions } from './parse-ec2-instances.js';
import { eachOnce, type Reading, readItems, readOf } from './read-items.js';

type Template = ParsedItem<'aws.ec2.launch-template'> & { readonly evidence: EvidenceRef };

/** Reads the launch templates of a region and, for each, all of its versions. */
export async function collectLaunchTemplates(reading: Reading, scope: Scope): Promise<void> {
  const templates: Template[] = [];
  const coverage = await readItems(reading.transport, readOf(scope, 'ec2:DescribeLaunchTemplates'), {
    member: launchTemplates.member,
    parse: (item) => launchTemplates.parse(item),
    onItem: eachOnce<Omit<Template, 'evidence'>>((template, evidence) => templates.push({ ...template, evidence })),
  });
  const read = await Promise.all(templates.map((template) => readVersions(reading, scope, template)));
  for (const { gap, fact } of read) {
    if (gap !== null) reading.sink.gap(fact.kind, scope, fact.id, gap);
    reading.sink.fact(fact);
  }
  reading.sink.covered(launchTemplates.kind, scope, coverage);
}

interface ReadVersions {
  readonly gap: Gap | null;
  readonly fact: Fact<'aws.ec2.launch-template'>;
}

/** The template is a fact even where its versions could not be read. The gap says the rest. */
async function readVersions({ transport }: Reading, scope: Scope, template: Template): Promise<ReadVersions> {
  const versions: TemplateVersion[] = [];
  const pages = new Map<number, EvidenceRef>();
  const { id, name } = template;
  const { gap } = await readItems(
    transport,
    readOf(scope, 'ec2:DescribeLaunchTemplateVersions', { LaunchTemplateId: id }),
    {
      member: 'LaunchTemplateVersions',
      parse: parseTemplateVersion,
      onItem: eachOnce<ReturnType<typeof parseTemplateVersion>>(({ data }, evidence) => {
        versions.push(data);
        pages.set(evidence.page, { ...evidence, pointer: '/LaunchTemplateVersions' });
      }),
    },
  );
  const data = withVersions(template.data, versions);
  const evidence = [template.evidence, ...pages.values()];
  return { gap, fact: { kind: launchTemplates.kind, id, name, scope, data, evidence } };
}
