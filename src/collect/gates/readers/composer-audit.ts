import { z } from 'zod';
import type { ComposerAuditContent } from '../../../facts/gates/audit.js';
import { type Rank, ranks } from '../../../facts/gates/findings.js';
import { FindingCount } from '../findings.js';
import { jsonStream } from '../json.js';
import { topNames } from '../json-names.js';
import { limited } from '../limited.js';
import { baseName, type Reader, type Reading, ReaderProblem, shaped } from '../reader.js';

/** Whole lists are in memory while it is read. */
const maxLength = 32 * 1024 * 1024;

/** What Composer prints by name; anything else may be one of these that was spoilt. */
const known = ['advisories', 'ignored-advisories', 'unreachable-repositories', 'abandoned', 'filter'] as const;

// https://getcomposer.org/doc/03-cli.md#audit; the severity came with Composer 2.7.
const advisory = z.object({
  advisoryId: z.string(),
  packageName: z.string(),
  title: z.string().optional(),
  severity: z.string().nullish(),
});
const empty = z.array(z.unknown()).max(0);
/** PHP writes an empty object as an empty list. */
const lists = z.union([z.record(z.string(), z.unknown()), empty]);
const abandoned = z.union([z.record(z.string(), z.string().nullable()), empty]);

/** `composer audit --format=json`, with and without what Composer 2.6 and later add. */
export const composerAudit: Reader<ComposerAuditContent> = {
  gate: 'composer-audit',
  format: 'composer-audit',
  extensions: ['.json'],
  isNamed: (path) => /^composer[-_.]?audit\b.*\.json$/.test(baseName(path)),
  recognises({ head }) {
    const names = topNames(head);
    if (!names.has('advisories') || /"advisories"\s*:\s*\{\s*"\d+"/.test(head)) return false;
    return !['actions', 'metadata', 'muted'].some((name) => names.has(name));
  },
  start: () => limited(start(), maxLength),
};

function start(): Reading<ComposerAuditContent> {
  const found = new FindingCount();
  const content = {
    ignored: 0,
    abandoned: null as string[] | null,
    filtered: [] as string[],
    unreachable: [] as string[],
  };
  let isListed = false;
  const stream = jsonStream({
    root: 'object',
    paths: ['$.*', '$.advisories.*.*', '$.ignored-advisories.*.*'],
    onValue(value, [top, name, index], line) {
      const place = [top, name, index].filter((each) => each !== undefined).join('.');
      if (index !== undefined) {
        const each = shaped(advisory, value, line, place);
        if (top === 'advisories') addTo(found, each);
        else content.ignored += 1;
        return;
      }
      switch (shaped(z.enum(known), top, line)) {
        case 'advisories':
          checkLists(shaped(lists, value, line, place), line);
          isListed = true;
          break;
        case 'ignored-advisories':
          checkLists(shaped(lists, value, line, place), line);
          break;
        case 'unreachable-repositories':
          content.unreachable = shaped(z.array(z.string()), value, line, place);
          break;
        case 'abandoned':
          content.abandoned = abandonedOf(shaped(abandoned, value, line, place));
          break;
        case 'filter':
          content.filtered = Object.keys(shaped(lists, value, line, place));
      }
    },
  });
  return {
    push: (text) => stream.push(text),
    end() {
      stream.end();
      if (!isListed) throw new ReaderProblem('wrong-format', 'expected advisories, got none');
      return { content: { found: found.tallies, examples: found.examples, ...content }, writtenAt: null, commit: null };
    },
  };
}

/** What is left of the lists of advisories once these were handed over. */
function checkLists(value: z.infer<typeof lists>, line: () => number): void {
  for (const [name, list] of Object.entries(value))
    shaped(z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]), list, line, name);
}

function abandonedOf(value: z.infer<typeof abandoned>): string[] {
  if (Array.isArray(value)) return [];
  return Object.entries(value).map(([name, instead]) => (instead === null ? name : `${name} (use ${instead})`));
}

function addTo(found: FindingCount, { packageName, advisoryId, title, severity }: z.infer<typeof advisory>): void {
  const rank = rankOf(severity ?? null);
  found.add(rank, 'unsaid', `${packageName} ${advisoryId} (${rank})${title === undefined ? '' : `: ${title}`}`);
}

function rankOf(severity: string | null): Rank {
  return ranks.find((rank) => rank === severity) ?? 'unranked';
}
