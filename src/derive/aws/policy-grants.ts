import type { PolicyStatement } from '../../facts/aws/policy.js';

/** Whom a resource's policy lets in. */
type Grantee =
  | { readonly who: 'everybody' }
  | { readonly who: 'account'; readonly account: string }
  /** Everybody, but only as far as a condition reaches whose extent the policy does not tell. */
  | { readonly who: 'limited'; readonly by: string }
  /** Somebody that the policy names in a way that tells no account. */
  | { readonly who: 'unclear'; readonly principal: string };

export type Grant = Grantee & {
  /** The statement's Sid, or its place. */
  readonly statement: string;
};

/**
 * Whom the statements of a resource's policy let in, whatever the action. Services of AWS are left out, since they act
 * for somebody whom other policies name; so are users and roles that have been deleted. What a Deny takes away again is
 * not taken off: it may be too much, never too little.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function grantsOf(statements: readonly PolicyStatement[]): Grant[] {
  return statements.flatMap((statement, index) => {
    if (statement.effect === 'Deny') return [];
    const name = statement.sid ?? `statement ${index + 1}`;
    const named = statement.principals.flatMap(({ type, id }) => granteesOf(type, id, statement.conditions));
    const others = statement.exceptPrincipals.length === 0 ? [] : everybody(statement.conditions);
    return [...named, ...others].map((grantee) => ({ ...grantee, statement: name }));
  });
}

type Conditions = PolicyStatement['conditions'];
type PrincipalType = PolicyStatement['principals'][number]['type'];

function granteesOf(type: PrincipalType, id: string, conditions: Conditions): Grantee[] {
  if (id.includes('*')) return type === 'Service' ? [{ who: 'unclear', principal: id }] : everybody(conditions);
  if (type === 'Service') return [];
  const account = accountIn(id);
  if (account !== null) return [{ who: 'account', account }];
  return isDeleted(type, id) ? [] : [{ who: 'unclear', principal: id }];
}

/** A user or role that was deleted is shown by its unique id, which nobody has again. */
function isDeleted(type: PrincipalType, id: string): boolean {
  return type === 'AWS' && /^A(IDA|ROA)[A-Z0-9]+$/.test(id);
}

/** The account that an id, or an ARN with `*` in no part before the account's end, names. */
function accountIn(text: string): string | null {
  const [, inArn] = /^arn:[a-z-]+:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/.exec(text) ?? [];
  return inArn ?? (/^\d{12}$/.test(text) ? text : null);
}

// Keys that tell the account of who asks, or of the resource that it asks for.
const accountKeys = ['aws:principalaccount', 'aws:principalarn', 'aws:sourceaccount', 'aws:sourcearn'];
// Keys that hold for some, of which the policy does not say who they are.
const limitKeys = [
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
];
// That a key need not be there (IfExists) lets in whoever comes without it; what is not equal is everybody else.
const binding = /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/;

/** Everybody, as the conditions narrow it: to accounts, else to something, else not at all. */
function everybody(conditions: Conditions): Grantee[] {
  const bound = conditions.filter(({ operator, values }) => binding.test(operator) && values.length > 0);
  for (const { values } of bound.filter(({ key }) => accountKeys.includes(key.toLowerCase()))) {
    const accounts = values.map(accountIn);
    const known = accounts.filter((account) => account !== null);
    if (known.length === accounts.length) return known.map((account) => ({ who: 'account', account }));
  }
  const limit = bound.find(({ key, values }) => limitKeys.includes(key.toLowerCase()) && !values.some(isOpen));
  return limit === undefined
    ? [{ who: 'everybody' }]
    : [{ who: 'limited', by: `${limit.key} ${limit.values.join(', ')}` }];
}

/** Values that everything has: the whole of the address space, or a star before anything is said. */
function isOpen(value: string): boolean {
  return /^([a-z]+-)?\*/.test(value) || value.endsWith('/0') || value.endsWith('/1');
}
