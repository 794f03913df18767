import { z } from 'zod';
import type { SonarqubeContent } from '../../../facts/gates/sonarqube.js';
import { jsonStream } from '../json.js';
import { topNames } from '../json-names.js';
import { limited } from '../limited.js';
import { baseName, type Reader, type Reading, ReaderProblem, shaped } from '../reader.js';
import {
  graveIssues,
  hotspotsFound,
  issuesFound,
  openHotspots,
  openOf,
  projectStatus,
  statusOf,
} from '../sonarqube-shapes.js';

/** One answer of the server's is in memory whole; it has at most 500 entries. */
const maxLength = 32 * 1024 * 1024;

interface Answer<T> {
  readonly format: string;
  /** The members of the answer that it cannot lack. */
  readonly members: readonly string[];
  readonly schema: z.ZodType<T>;
  readonly contentOf: (answer: T) => SonarqubeContent;
}

/** An answer of SonarQube's web API that the build kept in a file. */
function answer<T>({ format, members, schema, contentOf }: Answer<T>): Reader<SonarqubeContent> {
  const start = (): Reading<SonarqubeContent> => {
    const found: Record<string, unknown> = {};
    const stream = jsonStream({
      root: 'object',
      paths: [...members.map((name) => `$.${name}`), '$.errors'],
      onValue(value, [name], line) {
        if (name === 'errors') {
          throw new ReaderProblem(
            'tool-error',
            `the server answered with errors: ${JSON.stringify(value).slice(0, 200)}`,
            line(),
          );
        }
        found[String(name)] = value;
      },
    });
    return {
      push: (text) => stream.push(text),
      end() {
        stream.end();
        return { content: contentOf(shaped(schema, found, () => null)), writtenAt: null, commit: null };
      },
    };
  };
  return {
    gate: 'sonarqube',
    format,
    extensions: ['.json'],
    isNamed,
    recognises: ({ path, head }) => {
      const names = topNames(head);
      return members.every((name) => names.has(name)) || (isNamed(path) && names.has('errors'));
    },
    start: () => limited(start(), maxLength),
  };
}

function isNamed(path: string): boolean {
  return /^sonar(?:qube|cloud)?\b.*\.json$/.test(baseName(path));
}

const status = z.object({ projectStatus });
/** Each answer of the server's that says something of the gate. */
export const sonarqubeFiles: readonly Reader<SonarqubeContent>[] = [
  answer({
    format: 'sonarqube-project-status',
    members: ['projectStatus'],
    schema: status,
    contentOf: (found) => statusOf(found.projectStatus, null),
  }),
  answer({
    format: 'sonarqube-issues',
    members: ['paging', 'issues'],
    schema: issuesFound,
    contentOf: (found) => openOf('issues', graveIssues(found), found.issues.length >= found.paging.total),
  }),
  answer({
    format: 'sonarqube-hotspots',
    members: ['paging', 'hotspots'],
    schema: hotspotsFound,
    contentOf: (found) => openOf('hotspots', openHotspots(found), found.hotspots.length >= found.paging.total),
  }),
];
