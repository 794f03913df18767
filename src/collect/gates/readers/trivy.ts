import { z } from 'zod';
import type { TrivyContent } from '../../../facts/gates/trivy.js';
import { jsonStream } from '../json.js';
import { topNames } from '../json-names.js';
import { limited } from '../limited.js';
import { baseName, type Reader, type Reading, ReaderProblem, shaped, type Summary } from '../reader.js';
import { timeOfText } from '../time.js';
import { TrivyFindings } from './trivy-findings.js';
import { type TrivyMetadata, trivyMetadata, trivyResult } from './trivy-shape.js';

/** A target is in memory whole while it is read, and an image has one of all its packages. */
const maxLength = 128 * 1024 * 1024;

const top = {
  SchemaVersion: z.literal(2),
  CreatedAt: z.string(),
  ArtifactName: z.string(),
  ArtifactType: z.string(),
} as const;

/** `trivy image|fs|repo|config --format json`. */
export const trivy: Reader<TrivyContent> = {
  gate: 'trivy',
  format: 'trivy-json',
  extensions: ['.json'],
  isNamed: (path) => /^trivy\b(?!.*(?:bom|cdx|spdx)).*\.json$/.test(baseName(path)),
  recognises({ head }) {
    const names = topNames(head);
    return names.has('SchemaVersion') && names.has('ArtifactName');
  },
  start: () => limited(start(), maxLength),
};

interface Stated {
  SchemaVersion?: number;
  CreatedAt?: string;
  ArtifactName?: string;
  ArtifactType?: string;
  metadata?: TrivyMetadata;
}

function start(): Reading<TrivyContent> {
  const findings = new TrivyFindings();
  const stated: Stated = {};
  const stream = jsonStream({
    root: 'object',
    paths: [...Object.keys(top).map((name) => `$.${name}`), '$.Metadata', '$.Results.*'],
    onValue(value, [name, index], line) {
      const member = String(name);
      switch (member) {
        case 'Results':
          findings.add(shaped(trivyResult, value, line, `Results.${index}`));
          break;
        case 'Metadata':
          stated.metadata = shaped(trivyMetadata, value, line, member);
          break;
        case 'SchemaVersion':
          stated.SchemaVersion = shaped(top.SchemaVersion, value, line, member);
          break;
        case 'CreatedAt':
        case 'ArtifactName':
        case 'ArtifactType':
          stated[member] = shaped(top[member], value, line, member);
      }
    },
  });
  return {
    push: (text) => stream.push(text),
    end() {
      stream.end();
      return summaryOf(stated, findings);
    },
  };
}

function summaryOf(
  { SchemaVersion, CreatedAt, ArtifactName, ArtifactType, metadata }: Stated,
  findings: TrivyFindings,
): Summary<TrivyContent> {
  if (SchemaVersion === undefined || ArtifactName === undefined) {
    throw new ReaderProblem('wrong-format', 'expected SchemaVersion and ArtifactName, got fewer');
  }
  return {
    content: {
      artifact: ArtifactName,
      artifactType: ArtifactType ?? null,
      digests: digestsOf(metadata),
      isEndOfLife: metadata?.OS?.EOSL ?? false,
      ...findings.content,
    },
    writtenAt: timeOfText(CreatedAt),
    commit: commitOf(metadata),
  };
}

function digestsOf(metadata: TrivyMetadata | undefined): string[] {
  const all = [metadata?.ImageID, ...(metadata?.RepoDigests ?? []).map((each) => each.slice(each.indexOf('@') + 1))];
  return all.flatMap((each) => (each !== undefined && /^sha256:[0-9a-f]{64}$/.test(each) ? [each] : []));
}

/** A repository's own commit, or the one that the image was built from by its label. */
function commitOf(metadata: TrivyMetadata | undefined): string | null {
  // https://github.com/opencontainers/image-spec/blob/main/annotations.md#pre-defined-annotation-keys
  const label = metadata?.ImageConfig?.config?.Labels?.['org.opencontainers.image.revision'];
  const commit = metadata?.Commit ?? label;
  return commit !== undefined && /^[0-9a-f]{40}$/.test(commit) ? commit : null;
}
