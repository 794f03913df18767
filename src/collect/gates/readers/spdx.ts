import { z } from 'zod';
import type { SbomContent } from '../../../facts/gates/sbom.js';
import { jsonStream } from '../json.js';
import { topNames } from '../json-names.js';
import { limited } from '../limited.js';
import { baseName, type Reader, type Reading, ReaderProblem, shaped } from '../reader.js';
import { timeOfText } from '../time.js';
import { isSbomName, SbomCount } from './sbom-count.js';

// https://spdx.github.io/spdx-spec/v2.3/package-information/
const listed = z.object({
  SPDXID: z.string(),
  name: z.string(),
  versionInfo: z.string().optional(),
  primaryPackagePurpose: z.string().optional(),
  externalRefs: z.array(z.object({ referenceType: z.string() })).optional(),
});
type Listed = z.infer<typeof listed>;

const relationship = z.object({
  spdxElementId: z.string(),
  relationshipType: z.string(),
  relatedSpdxElement: z.string(),
});

/** What is kept of each package until it is known which of them the document is about. */
const maxLength = 128 * 1024 * 1024;

/** An SPDX 2.2 or 2.3 inventory in JSON, of npm, Trivy, Syft and many more. */
export const spdx: Reader<SbomContent> = {
  gate: 'sbom',
  format: 'spdx-json',
  extensions: ['.json'],
  isNamed: (path) => isSbomName(baseName(path)),
  recognises: ({ head }) => topNames(head).has('spdxVersion'),
  start: () => limited(start(), maxLength),
};

interface Stated {
  version?: string;
  time?: string;
  name?: string;
}

function start(): Reading<SbomContent> {
  const packages: Listed[] = [];
  const described = new Set<string>();
  const stated: Stated = {};
  const stream = jsonStream({
    root: 'object',
    paths: [
      '$.spdxVersion',
      '$.name',
      '$.creationInfo.created',
      '$.documentDescribes.*',
      '$.packages.*',
      '$.relationships.*',
    ],
    onValue(value, [top, index], line) {
      const member = String(top);
      const place = `${member}.${index}`;
      switch (member) {
        case 'spdxVersion':
          stated.version = shaped(z.enum(['SPDX-2.2', 'SPDX-2.3']), value, line, member);
          break;
        case 'name':
          stated.name = shaped(z.string(), value, line, member);
          break;
        case 'creationInfo':
          stated.time = shaped(z.string(), value, line, place);
          break;
        case 'documentDescribes':
          described.add(shaped(z.string(), value, line, place));
          break;
        case 'packages':
          packages.push(shaped(listed, value, line, place));
          break;
        case 'relationships':
          noteSubject(described, shaped(relationship, value, line, place));
      }
    },
  });
  return {
    push: (text) => stream.push(text),
    end() {
      stream.end();
      const { version, time, name } = stated;
      if (version === undefined) throw new ReaderProblem('wrong-format', 'expected spdxVersion, got none');
      const count = new SbomCount();
      for (const each of packages) if (!described.has(each.SPDXID)) addTo(count, each);
      return {
        content: { specification: version, subject: name ?? null, ...count.content },
        writtenAt: timeOfText(time),
        commit: null,
      };
    },
  };
}

/** What the document describes is its subject and no part of it. */
function noteSubject(
  described: Set<string>,
  { spdxElementId, relationshipType, relatedSpdxElement }: z.infer<typeof relationship>,
): void {
  if (spdxElementId === 'SPDXRef-DOCUMENT' && relationshipType === 'DESCRIBES') described.add(relatedSpdxElement);
}

function addTo(
  count: SbomCount,
  { name, versionInfo = '', primaryPackagePurpose = 'LIBRARY', externalRefs = [] }: Listed,
): void {
  const version = versionInfo === 'NOASSERTION' ? '' : versionInfo;
  const isIdentified = externalRefs.some(({ referenceType }) => /^(?:purl|cpe22Type|cpe23Type)$/.test(referenceType));
  // A lock file is listed as an application without version or identifier by some tools.
  const isPackage = primaryPackagePurpose === 'LIBRARY' || isIdentified || version !== '';
  count.add({ name, version, isIdentified, isPackage });
}
