import { z } from 'zod';
import type { SbomContent } from '../../../facts/gates/sbom.js';
import { jsonStream } from '../json.js';
import { topNames } from '../json-names.js';
import { baseName, type Reader, type Reading, ReaderProblem, shaped } from '../reader.js';
import { timeOfText } from '../time.js';
import { isSbomName, SbomCount } from './sbom-count.js';

const versions = ['1.4', '1.5', '1.6', '1.7'] as const;
/** Beside them there are files, machines, devices and data, which are no packages. */
const packageTypes: ReadonlySet<string> = new Set([
  'application',
  'framework',
  'library',
  'container',
  'operating-system',
  'platform',
  'firmware',
  'device-driver',
]);

// https://cyclonedx.org/docs/1.6/json/#components
const component = z.object({
  type: z.string(),
  name: z.string(),
  version: z.string().optional(),
  purl: z.string().optional(),
  cpe: z.string().optional(),
  components: z.array(z.unknown()).optional(),
});
type Component = z.infer<typeof component>;

/** A CycloneDX inventory in JSON, of npm, Trivy, cdxgen, Syft and many more. */
export const cyclonedx: Reader<SbomContent> = {
  gate: 'sbom',
  format: 'cyclonedx-json',
  extensions: ['.json'],
  isNamed: (path) => isSbomName(baseName(path)),
  recognises: ({ head }) => topNames(head).has('bomFormat'),
  start,
};

function start(): Reading<SbomContent> {
  const count = new SbomCount();
  const stated: { format?: string; version?: string; time?: string; subject?: Component } = {};
  const stream = jsonStream({
    root: 'object',
    paths: ['$.bomFormat', '$.specVersion', '$.metadata.timestamp', '$.metadata.component', '$.components.*'],
    onValue(value, [top, name], line) {
      if (top === 'bomFormat') stated.format = shaped(z.literal('CycloneDX'), value, line, top);
      else if (top === 'specVersion') stated.version = shaped(z.enum(versions), value, line, top);
      else if (name === 'timestamp') stated.time = shaped(z.string(), value, line, 'metadata.timestamp');
      else if (top === 'metadata') stated.subject = shaped(component, value, line, 'metadata.component');
      else addTo(count, shaped(component, value, line, `components.${name}`), line);
    },
  });
  return {
    push: (text) => stream.push(text),
    end() {
      stream.end();
      const { format, version, time, subject } = stated;
      if (format === undefined || version === undefined) {
        throw new ReaderProblem('wrong-format', 'expected bomFormat and specVersion, got fewer');
      }
      const named = subject === undefined ? null : [subject.name, subject.version ?? ''].join(' ').trim();
      return {
        content: { specification: `CycloneDX ${version}`, subject: named, ...count.content },
        writtenAt: timeOfText(time),
        commit: null,
      };
    },
  };
}

function addTo(count: SbomCount, { type, name, version, purl, cpe, components }: Component, line: () => number): void {
  const isIdentified = (purl ?? cpe ?? '') !== '';
  // A lock file is listed as an application without a version by some tools: it has no identifier either.
  const isPackage = packageTypes.has(type) && (type === 'library' || isIdentified || (version ?? '') !== '');
  count.add({ name, version: version ?? '', isIdentified, isPackage });
  for (const each of components ?? []) addTo(count, shaped(component, each, line, name), line);
}
