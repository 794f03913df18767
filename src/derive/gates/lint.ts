import type { Decision, Sound } from './artefacts.js';

interface LintLimits {
  readonly maxErrors: number;
  readonly maxWarnings: number;
}

/** Whether the linters' results, added up, stay within the limits. A file that does not parse was not looked at at all. */
export function lintDecision(artefacts: readonly Sound<'gates.lint'>[], limits: LintLimits): Decision {
  const contents = artefacts.map(({ content }) => content);
  const total = (name: 'errors' | 'warnings' | 'fatal' | 'suppressed'): number =>
    contents.reduce((count, content) => count + (content[name] ?? 0), 0);
  const [errors, warnings, fatal] = [total('errors'), total('warnings'), total('fatal')];
  const unshown = artefacts.filter(({ content }) => content.suppressed === null).map(({ path }) => path);
  const observed = [
    `${errors} errors (at most ${limits.maxErrors})`,
    `${warnings} warnings (at most ${limits.maxWarnings})`,
    `${total('suppressed')} suppressed${unshown.length === 0 ? '' : `, which ${unshown.join(', ')} cannot show`}`,
    ...(fatal === 0 ? [] : [`${fatal} files that do not parse`]),
  ].join(', ');
  if (errors > limits.maxErrors || warnings > limits.maxWarnings || fatal > 0) {
    const examples = contents.flatMap((content) => content.examples).slice(0, shown);
    return { outcome: 'fail', observed: examples.length === 0 ? observed : `${observed}: ${examples.join(', ')}` };
  }
  const bare = artefacts.filter(({ content }) => content.files === 0).map(({ path }) => path);
  return bare.length === 0
    ? { outcome: 'pass', observed }
    : { outcome: 'unknown', reason: 'unresolved', observed: `${bare.join(', ')} lists no file that was looked at` };
}

/** As many as a person reads in one sentence. */
const shown = 3;
