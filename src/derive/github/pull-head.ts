import { expressionsOf, isNamed, type Names, referencesIn } from './expressions.js';

/** What tells the commit, branch or repository that a pull request comes from. */
const heads: readonly RegExp[] = [
  /^github\.head_ref$/u,
  /^github\.event\.pull_request\.head(?:\.|$)/u,
  /^github\.event\.pull_request\.merge_commit_sha$/u,
  /^github\.event\.workflow_run\.(?:head_|pull_requests\.)/u,
  // What a step found out, by a name such as `head_sha`.
  /^(?:steps|needs)\.[\w-]+\.outputs\.\w*head/u,
];

/** The reference to a pull request's head that the text takes over; null for none. */
export function headIn(text: string, names: Names): string | null {
  const found = expressionsOf(text)
    .flatMap(referencesIn)
    .find((name) => heads.some((head) => head.test(name)) || isNamed(name, names));
  if (found !== undefined) return found;
  return /(?:^|[^\w-])pull\/(?:\$|\d)/u.test(text) ? 'refs/pull' : null;
}

/** How a shell gets the head of a pull request, and what it does after that. Null where it does not get it. */
export function headInShell(run: string, names: Names): { readonly how: string; readonly after: string } | null {
  const lines = run.replaceAll(/\\\r?\n/gu, ' ').split('\n');
  const at = lines.findIndex((line) => takesHead(line, names));
  const line = lines[at];
  if (line === undefined) return null;
  const command = /gh\s+pr\s+checkout/u.test(line) ? 'gh pr checkout' : 'git';
  const onTheLine = line.split(/&&|;/u).slice(1).join('\n');
  return { how: command, after: [onTheLine, ...lines.slice(at + 1)].join('\n') };
}

function takesHead(line: string, names: Names): boolean {
  if (/\bgh\s+pr\s+checkout\b/u.test(line)) return true;
  if (!/\bgit\s+(?:-\S+\s+\S+\s+)*(?:fetch|pull|checkout|clone|switch|merge|reset|worktree)\b/u.test(line))
    return false;
  const variables = [...line.matchAll(/\$\{?(\w+)/gu)].map(([, name = '']) => name.toLowerCase());
  return headIn(line, names) !== null || variables.some((name) => names.env.has(name) || name === 'github_head_ref');
}

/** Whether shell commands do more than move around in git and say something. */
export function runsCode(commands: string): boolean {
  return commands
    .split(/\n|&&|;/u)
    .map((command) => command.trim())
    .some((command) => command !== '' && !/^(?:git|gh|echo|cd|ls|pwd|exit|set|fi|done|#)(?:\W|$)/u.test(command));
}
