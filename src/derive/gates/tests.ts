import type { Decision, Sound } from './artefacts.js';

/** Whether tests were executed and none of them failed or broke, over all reports. */
export function testsDecision(artefacts: readonly Sound<'gates.tests'>[], isWhole: boolean): Decision {
  const contents = artefacts.map(({ content }) => content);
  const total = (name: 'passed' | 'failed' | 'errored' | 'skipped'): number =>
    contents.reduce((count, content) => count + content[name], 0);
  const [passed, failed, errored] = [total('passed'), total('failed'), total('errored')];
  const observed = `${passed} passed, ${failed} failed, ${errored} broke, ${total('skipped')} skipped`;
  if (failed + errored > 0) {
    const examples = contents.flatMap((content) => content.examples).slice(0, shown);
    return { outcome: 'fail', observed: examples.length === 0 ? observed : `${observed}: ${examples.join(', ')}` };
  }
  if (passed > 0) return { outcome: 'pass', observed };
  const none = `${observed}: no test was executed`;
  // A report that cannot be judged may hold some.
  return isWhole ? { outcome: 'fail', observed: none } : { outcome: 'unknown', reason: 'incomplete', observed: none };
}

/** As many as a person reads in one sentence. */
const shown = 3;
