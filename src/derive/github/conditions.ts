/** A condition with more ways to hold than that is looked at as one. */
const mostWays = 64;

/** The ways in which a condition holds, each as the parts that all hold then: `a && (b || c)` is [a, b] and [a, c]. */
export function waysOf(condition: string): readonly (readonly string[])[] {
  const ways = ways_(condition);
  return ways.length > mostWays ? [[compact(condition)]] : ways;
}

function ways_(condition: string): readonly (readonly string[])[] {
  const text = withoutParentheses(condition.trim());
  const alternatives = splitAt(text, '||');
  if (alternatives.length > 1) return alternatives.flatMap(ways_);
  const parts = splitAt(text, '&&');
  if (parts.length === 1) return [[compact(text)]];
  return parts.map(ways_).reduce((before, each) =>
    // One too many is enough to be taken as one.
    before.flatMap((way) => each.map((more) => [...way, ...more])).slice(0, mostWays + 1),
  );
}

/** Split where the operator stands outside quotes and parentheses. */
function splitAt(text: string, operator: '||' | '&&'): readonly string[] {
  const parts: string[] = [];
  let [start, depth] = [0, 0];
  for (const { 0: token, index } of text.matchAll(/'(?:[^']|'')*'|\(|\)|\|\||&&/gu)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (token === operator && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + operator.length;
    }
  }
  return [...parts, text.slice(start)];
}

/** Without the pair that is round all of it. */
function withoutParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/'(?:[^']|'')*'|\(|\)/gu)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    if (depth === 0) return index === text.length - 1 ? withoutParentheses(text.slice(1, -1).trim()) : text;
  }
  return text;
}

/** Lower case and without blanks outside of quotes, as parts are compared. */
function compact(text: string): string {
  return text
    .replaceAll(/'(?:[^']|'')*'|\s+/gu, (token) => (token.startsWith("'") ? token : ''))
    .replaceAll(/^\$\{\{|\}\}$/gu, '')
    .toLowerCase();
}
