import type { Repository } from '../peers/github/scenario-repository.js';

const sha = '89abcdef0123456789abcdef0123456789abcdef';
export const pinnedCheckout = `uses: actions/checkout@${sha}`;

interface Ci {
  /** What starts it, as the value of `on`. */
  readonly on?: string;
  /** Lines of the job beside its steps. */
  readonly job?: readonly string[];
  readonly steps?: readonly string[];
  readonly id?: string;
}

const lines = (texts: readonly string[], indent: string, mark = ''): string =>
  texts.map((text) => `${indent}${mark}${text.replaceAll('\n', `\n${indent}${' '.repeat(mark.length)}`)}\n`).join('');

/** A workflow of one job, whose check is `test` where nothing else is said. */
export function ciWorkflow({
  on = 'pull_request',
  job = [],
  steps = [pinnedCheckout, 'run: npm test'],
  id = 'test',
}: Ci = {}): string {
  return `name: CI\non: ${on}\njobs:\n  ${id}:\n    runs-on: ubuntu-latest\n${lines(job, '    ')}    steps:\n${lines(steps, '      ', '- ')}`;
}

export function ciFiles(ci: Ci): Pick<Repository, 'files'> {
  return { files: { '.github/workflows/ci.yml': ciWorkflow(ci) } };
}

/** The clean workflow and another one beside it, and other files. */
export function besideCi(text: string, more: Readonly<Record<string, string>> = {}): Pick<Repository, 'files'> {
  return { files: { '.github/workflows/ci.yml': ciWorkflow(), '.github/workflows/other.yml': text, ...more } };
}
