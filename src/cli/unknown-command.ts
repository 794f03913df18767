import type { Config } from '@oclif/core';
import { PrepayError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';

const next = "'prepay help' lists the commands.";

/**
 * Throws PREPAY_USAGE where the words name no command and no topic, with the nearest command. What stands behind the
 * words of a command is not repeated: it may be a value.
 */
export function refuseUnknownCommand(
  config: Pick<Config, 'commands' | 'findCommand' | 'findTopic' | 'topics'>,
  argv: readonly string[],
): void {
  const flagAt = argv.findIndex((word) => word.startsWith('-'));
  const words = flagAt < 0 ? argv : argv.slice(0, flagAt);
  const [first] = words;
  if (first === undefined) {
    refuseFlagFirst(argv);
    return;
  }
  const isCommand = words.some((_, at) => config.findCommand(words.slice(0, at + 1).join(':')) !== undefined);
  if (isCommand || config.findTopic(words.join(':')) !== undefined) return;
  const shown = config.findTopic(first) === undefined ? first : words.slice(0, 2).join(' ');
  const ids = config.commands.filter(({ hidden }) => !hidden).map(({ id }) => id.replaceAll(':', ' '));
  const near = nearestCommand(words, [...ids, ...config.topics.map(({ name }) => name.replaceAll(':', ' '))]);
  const hint = near === null ? '' : `. Did you mean 'prepay ${near}'?`;
  throw new PrepayError('PREPAY_USAGE', `there is no such command: ${shown}${hint}`, next);
}

function refuseFlagFirst([first]: readonly string[]): void {
  if (first === undefined || ['--help', '-h', '--version'].includes(first)) return;
  throw new PrepayError('PREPAY_USAGE', 'a flag stands before the command', 'Write the command first, then its flags.');
}

/** Two words against commands of two, then one against commands of one: what follows may be arguments. */
function nearestCommand(words: readonly string[], ids: readonly string[]): string | null {
  for (const count of [2, 1]) {
    const typed = words.slice(0, count);
    const near =
      typed.length < count
        ? null
        : nearest(
            typed.join(' '),
            ids.filter((id) => id.split(' ').length === count),
          );
    if (near !== null) return near;
  }
  return null;
}
