import { z } from 'zod';
import { ecrRegistry, ecrRepository } from '../../facts/aws/ecr.js';
import type { PolicyStatement } from '../../facts/aws/policy.js';
import type { ItemParser, ParsedItem } from '../reading/item-parser.js';
import { parsePolicy } from './parse-policy.js';

// The one way of matching that there is: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ScanningRepositoryFilter.html
const filter = z.object({ filter: z.string(), filterType: z.literal('WILDCARD') });

const wireRegistry = z.object({
  registryId: z.string(),
  scanningConfiguration: z.object({
    scanType: z.enum(['BASIC', 'ENHANCED']),
    rules: z
      .array(
        z.object({
          scanFrequency: z.enum(['SCAN_ON_PUSH', 'CONTINUOUS_SCAN', 'MANUAL']),
          repositoryFilters: z.array(filter),
        }),
      )
      .default([]),
  }),
});

/** The registry's scanning configuration, which is one answer. */
export function parseRegistry(response: unknown): ParsedItem<'aws.ecr.registry'> {
  const { registryId, scanningConfiguration } = wireRegistry.parse(response);
  const data = ecrRegistry.parse({
    id: registryId,
    scanType: scanningConfiguration.scanType,
    rules: scanningConfiguration.rules.map((rule) => ({
      frequency: rule.scanFrequency,
      filters: rule.repositoryFilters.map((each) => each.filter),
    })),
  });
  return { id: registryId, name: null, data };
}

const wireRepository = z.object({
  repositoryArn: z.string(),
  repositoryName: z.string(),
  registryId: z.string(),
  imageTagMutability: z.string(),
  imageTagMutabilityExclusionFilters: z.array(filter).default([]),
  imageScanningConfiguration: z.object({ scanOnPush: z.boolean() }),
});

/** A repository without its policy, which GetRepositoryPolicy gives. */
export const repositories: ItemParser<'aws.ecr.repository'> = {
  kind: 'aws.ecr.repository',
  member: 'repositories',
  parse(item) {
    const wire = wireRepository.parse(item);
    return {
      id: wire.repositoryArn,
      name: wire.repositoryName,
      data: ecrRepository.parse({
        id: wire.repositoryArn,
        repositoryName: wire.repositoryName,
        registryId: wire.registryId,
        tagMutability: wire.imageTagMutability,
        exclusions: wire.imageTagMutabilityExclusionFilters.map((each) => each.filter),
        isScannedOnPush: wire.imageScanningConfiguration.scanOnPush,
      }),
    };
  },
};

export function parseRepositoryPolicy(response: unknown): PolicyStatement[] {
  return parsePolicy(z.object({ policyText: z.unknown() }).parse(response).policyText);
}
