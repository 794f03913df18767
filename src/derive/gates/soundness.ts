import type { FactKinds } from '../../core/fact.js';
import type { UnknownReason } from '../../core/outcome.js';

type Problem = NonNullable<FactKinds['gates.coverage']['artefacts'][number]['problem']>;

const hourMs = 60 * 60 * 1000;

/** How far the clocks of two machines of one build may lie apart. */
const clockSkewMs = 5 * 60 * 1000;

/** The reason that an unknown takes from what is wrong with a file. */
export function problemReason(kind: Problem['kind']): UnknownReason {
  switch (kind) {
    case 'wrong-format':
    case 'too-large':
      return 'unsupported';
    case 'empty':
    case 'truncated':
    case 'unread':
      return 'incomplete';
    case 'tool-error':
      return 'failed';
    case 'denied':
      return 'denied';
    case 'redacted':
      return 'hidden';
  }
}

/** How the artefact's time does not fit the run's, in words; null where it does. */
export function timeProblem(
  artefact: { readonly path: string; readonly writtenAt: string; readonly timeFrom: 'content' | 'file' },
  { at, maxAgeHours }: { readonly at: number; readonly maxAgeHours: number },
): string | null {
  const { path, writtenAt, timeFrom } = artefact;
  const written = Date.parse(writtenAt);
  const what = `${path} was written at ${writtenAt}${timeFrom === 'file' ? ' by its modification time' : ''}`;
  if (written < at - maxAgeHours * hourMs) return `${what}, which is more than ${maxAgeHours} hours ago`;
  return written > at + clockSkewMs ? `${what}, which is later than the run's declared time` : null;
}
