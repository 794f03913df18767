/** What people outside write, as expressions of GitHub Actions reach it; `*` for each of a list. */
// https://docs.github.com/en/actions/concepts/security/script-injections
const untrusted: readonly string[] = [
  'github.head_ref',
  ...['issue', 'pull_request', 'discussion'].flatMap((thing) => [
    `github.event.${thing}.title`,
    `github.event.${thing}.body`,
  ]),
  'github.event.comment.body',
  'github.event.review.body',
  'github.event.review_comment.body',
  ...['ref', 'label', 'repo.default_branch', 'repo.description', 'repo.homepage'].map(
    (end) => `github.event.pull_request.head.${end}`,
  ),
  'github.event.pages.*.page_name',
  'github.event.pages.*.title',
  ...['commits.*', 'head_commit', 'workflow_run.head_commit', 'merge_group.head_commit'].flatMap((commit) =>
    ['message', 'author.name', 'author.email', 'committer.name', 'committer.email'].map(
      (end) => `github.event.${commit}.${end}`,
    ),
  ),
  'github.event.workflow_run.head_branch',
  'github.event.workflow_run.display_title',
  'github.event.workflow_run.pull_requests.*.head.ref',
  'github.event.workflow_run.head_repository.description',
  'github.event.check_suite.head_branch',
  'github.event.check_run.check_suite.head_branch',
  'github.event.changes.title.from',
  'github.event.changes.body.from',
];

/** Names that stand for something else where an expression is: inputs of what is called, variables of the environment. */
export interface Names {
  /** Lower case, as those of variables. */
  readonly inputs: ReadonlySet<string>;
  readonly env: ReadonlySet<string>;
}

export const noNames: Names = { inputs: new Set(), env: new Set() };

/** Whether the reference is to one of the names. */
export function isNamed(reference: string, { inputs, env }: Names): boolean {
  const [first, ...rest] = reference.split('.');
  if (first === 'inputs') return inputs.has(rest.join('.'));
  return first === 'env' && env.has(rest.join('.'));
}

/** What the text takes over, through an expression, that people outside write; null for nothing. */
export function untrustedIn(text: string, names: Names): string | null {
  for (const expression of expressionsOf(text)) {
    const value = valueOf(expression);
    const whole = [...value.matchAll(/\btojson\(\s*([\w.*-]+)\s*\)/gu)].map(([, name = '']) => name);
    const object = whole.find((name) => untrusted.some((each) => each.startsWith(`${name}.`)));
    if (object !== undefined) return `toJSON(${object})`;
    const found = referencesIn(value).find((name) => untrusted.includes(name) || isNamed(name, names));
    if (found !== undefined) return found;
  }
  return null;
}

/** The inside of each `${{ }}`. */
export function expressionsOf(text: string): readonly string[] {
  return [...text.matchAll(/\$\{\{((?:'(?:[^']|'')*'|(?!\}\})[\s\S])*)\}\}/gu)].map(([, inside = '']) => inside);
}

/** Names as in `github.event.issue.title`, whichever way they are written; lower case, as GitHub takes them in any. */
export function referencesIn(expression: string): readonly string[] {
  return [...plain(expression).matchAll(/[a-z_][\w-]*(?:\.[\w*-]+)+/gu)].map(([name]) => name);
}

/** One way of writing it: lower case, members by dots, no quoted text. */
function plain(expression: string): string {
  return expression
    .toLowerCase()
    .replaceAll(/\[\s*'([^']*)'\s*\]/gu, '.$1')
    .replaceAll(/\[[^\]]*\]/gu, '.*')
    .replaceAll(/\s*\.\s*/gu, '.')
    .replaceAll(/'(?:[^']|'')*'/gu, "''");
}

/** What of the expression can come out as text: not what is only compared, asked about, or a condition before `&&`. */
function valueOf(expression: string): string {
  const operand = "(?:[\\w.*-]+|'')";
  return plain(expression)
    .replaceAll(/\b(?:contains|startswith|endswith|hashfiles)\s*\((?:[^()]|\([^()]*\))*\)/gu, "''")
    .replaceAll(new RegExp(`${operand}\\s*(?:==|!=|<=|>=|<|>)\\s*${operand}`, 'gu'), "''")
    .replaceAll(new RegExp(`!\\s*${operand}`, 'gu'), "''")
    .replaceAll(new RegExp(`${operand}\\s*&&`, 'gu'), '');
}
