import type { WafAction } from '../../../facts/aws/waf.js';
import type { RequestPart, WafCategory } from './categories.js';

/** A rule of an AWS managed rule group: the label that it adds, and which attacks it is about. */
export interface ManagedRule {
  readonly name: string;
  /** With the group's namespace in front; empty where the rule adds none of its own. */
  readonly label: string;
  /** None where it covers nothing of any category, as with lists of addresses. */
  readonly covers: readonly {
    readonly category: WafCategory;
    readonly part: RequestPart;
    /** True where the rule is about one technique of the category, which is then covered in part at most. */
    readonly narrow: boolean;
  }[];
}

export interface ListedRule extends ManagedRule {
  /** What it does where nothing overrides it, in the versions that AWS's pages are about. */
  readonly action: WafAction;
}

export interface ManagedGroup {
  readonly name: string;
  /** `awswaf:managed:aws:core-rule-set:` */
  readonly namespace: string;
  readonly source: string;
  readonly rules: readonly ListedRule[];
}

interface Looked {
  readonly category: WafCategory;
  readonly narrow: boolean;
}

interface Row {
  readonly rules: readonly string[];
  readonly looksFor: readonly Looked[];
  /** Where the name does not end in the part that is looked at. */
  readonly parts?: readonly RequestPart[];
}

/** How names end, how the labels of those rules end, and the part of a request that they look at. */
const endings: readonly { readonly name: string; readonly label: string; readonly part: RequestPart }[] = [
  { name: '_QUERYARGUMENTS', label: '_QueryArguments', part: 'query' },
  { name: '_QUERYSTRING', label: '_QueryString', part: 'query' },
  { name: '_URIPATH', label: '_URIPath', part: 'path' },
  { name: '_URI', label: '_URI', part: 'path' },
  { name: '_METHOD', label: '_Method', part: 'header' },
  { name: '_BODY', label: '_Body', part: 'body' },
  { name: '_COOKIE', label: '_Cookie', part: 'cookie' },
  { name: '_HEADER', label: '_Header', part: 'header' },
];

/** Rules whose label does not follow from their name as the others' do. */
const otherLabels: Readonly<Record<string, string>> = {
  BadAuthToken_COOKIE_AUTHORIZATION: 'BadAuthToken_Cookie_Authorization',
  UserAgent_BadBots_HEADER: 'BadBots_Header',
  Host_localhost_HEADER: 'Host_Localhost_Header',
  PROPFIND_METHOD: 'Propfind_Method',
  SQLiExtendedPatterns_URIPATH: 'SQLiExtendedPatterns_UriPath',
  WindowsShellCommands_URIPATH: 'WindowsShellCommands_UriPath',
  WordPressExploitableCommands_QUERYSTRING: 'WordPressExploitableCommands_QUERYSTRING',
  WordPressExploitablePaths_URIPATH: 'WordPressExploitablePaths_URIPATH',
};

const guide = 'https://docs.aws.amazon.com/waf/latest/developerguide/';

export function whole(category: WafCategory): Looked {
  return { category, narrow: false };
}

export function narrow(category: WafCategory): Looked {
  return { category, narrow: true };
}

/** The same name for each of the parts of a request. */
export function on(name: string, ...parts: readonly string[]): string[] {
  return parts.map((part) => `${name}_${part}`);
}

/** A group of rules about attacks, all of which block where nothing overrides them. */
export function aboutAttacks(name: string, namespace: string, page: string, rows: readonly Row[]): ManagedGroup {
  const prefix = `awswaf:managed:aws:${namespace}:`;
  const rules = rows.flatMap((row) =>
    row.rules.map((rule): ListedRule => {
      const [label, part] = read(rule);
      const covers = row.looksFor.flatMap((looked) => (row.parts ?? [part]).map((each) => ({ ...looked, part: each })));
      return { name: rule, label: `${prefix}${otherLabels[rule] ?? label}`, action: 'block', covers };
    }),
  );
  return { name, namespace: prefix, source: `${guide}${page}`, rules };
}

/** The label that follows from a rule's name, and the part of a request that the rule looks at. */
function read(rule: string): readonly [string, RequestPart] {
  return (
    endings.flatMap(({ name, label, part }) =>
      rule.endsWith(name) ? [[`${rule.slice(0, -name.length)}${label}`, part] as const] : [],
    )[0] ?? [rule, 'header']
  );
}

/**
 * A group of rules by who sends, not by what is sent, each of which adds its own name as a label beside others, unless it
 * stands in `unlabelled`.
 */
export function aboutSenders(
  name: string,
  namespace: string,
  page: string,
  byAction: Readonly<Partial<Record<WafAction, readonly string[]>>>,
  unlabelled: readonly string[] = [],
): ManagedGroup {
  const prefix = `awswaf:managed:aws:${namespace}:`;
  const of = (action: WafAction): ListedRule[] =>
    (byAction[action] ?? []).map((rule) => ({
      name: rule,
      label: unlabelled.includes(rule) ? '' : `${prefix}${rule}`,
      action,
      covers: [],
    }));
  const rules = (['block', 'challenge', 'captcha', 'count'] as const).flatMap(of);
  return { name, namespace: prefix, source: `${guide}${page}`, rules };
}
