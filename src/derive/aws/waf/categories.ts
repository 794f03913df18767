/** The parts of a request that a signature can look at. */
export type RequestPart = 'path' | 'query' | 'body' | 'cookie' | 'header';

/**
 * The attack categories of the OWASP Core Rule Set, by the numbers of its rule files
 * (https://github.com/coreruleset/coreruleset/tree/main/rules), in their order. `parts` are those that have to be
 * looked at for the category to be covered: where such an attack is usually carried, and where every version of AWS's
 * groups that is in use looks for it.
 */
export const wafCategories = [
  { id: 'scanners', files: '913', title: 'Scanners', parts: ['header'] },
  { id: 'protocol', files: '920/921', title: 'Protocol', parts: ['path', 'query', 'body', 'header'] },
  { id: 'lfi', files: '930', title: 'Local file inclusion', parts: ['path', 'query', 'body'] },
  { id: 'rfi', files: '931', title: 'Remote file inclusion', parts: ['path', 'query', 'body'] },
  { id: 'rce', files: '932', title: 'Remote command execution', parts: ['query', 'body'] },
  { id: 'php', files: '933', title: 'PHP injection', parts: ['query', 'body'] },
  { id: 'node', files: '934', title: 'Node.js and generic injection', parts: ['path', 'query', 'body', 'header'] },
  { id: 'xss', files: '941', title: 'Cross-site scripting', parts: ['path', 'query', 'body', 'cookie'] },
  { id: 'sqli', files: '942', title: 'SQL injection', parts: ['query', 'body', 'cookie'] },
  { id: 'session-fixation', files: '943', title: 'Session fixation', parts: ['query', 'body', 'cookie'] },
  { id: 'java', files: '944', title: 'Java attacks', parts: ['path', 'query', 'body', 'header'] },
] as const satisfies readonly {
  readonly id: string;
  readonly files: string;
  readonly title: string;
  readonly parts: readonly RequestPart[];
}[];

export type WafCategory = (typeof wafCategories)[number]['id'];

/** What becomes of the attacks of a category: of all of them, or `partial` where some get by. */
const effectiveActions = ['none', 'count', 'partial', 'captcha', 'challenge', 'block'] as const;
export type EffectiveAction = (typeof effectiveActions)[number];

/** Less than zero where the first protects less than the second. */
export function byProtection(a: EffectiveAction, b: EffectiveAction): number {
  return effectiveActions.indexOf(a) - effectiveActions.indexOf(b);
}
