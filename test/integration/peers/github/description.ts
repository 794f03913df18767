import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { corrected } from './corrections.js';
import type { OperationName } from './operations.js';

interface Reference {
  readonly $ref: string;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: { readonly type?: string };
}

interface Content {
  readonly content?: Readonly<Record<string, unknown>>;
}

interface Description {
  readonly operations: Readonly<
    Record<
      string,
      {
        readonly parameters: readonly (Parameter | Reference)[];
        readonly requestBody?: Content;
        readonly responses: Readonly<Record<string, Content | Reference>>;
      }
    >
  >;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const description = corrected(
  JSON.parse(readFileSync(new URL('../../../fixtures/github-openapi.json', import.meta.url), 'utf8')) as Description,
);

const options = { strict: false, allErrors: true, inlineRefs: false, code: { optimize: false } } as const;
const answers = newAjv(new Ajv(options));
// A query has texts only, which its schema turns into numbers and booleans.
const texts = newAjv(new Ajv({ ...options, coerceTypes: true }));

/** What is wrong with the path's and query's parameters by GitHub's description; null where nothing is. */
export function problemOfRequest(
  operation: OperationName,
  path: Readonly<Record<string, string>>,
  query: URLSearchParams,
): string | null {
  const parameters = parametersOf(operation);
  const known = new Map(parameters.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]));
  const given = [
    ...Object.entries(path).map(([name, value]) => ['path', name, value] as const),
    ...[...query].map(([name, value]) => ['query', name, value] as const),
  ];
  for (const [where, name, value] of given) {
    const parameter = known.get(`${where} ${name}`);
    if (parameter === undefined) return `${operation} has no ${where} parameter ${name}`;
    const validate = compiled(texts, parameter.pointer);
    const isValid = validate(value);
    if (!isValid) return `${operation}: ${name}=${String(value)} is not as described: ${errorsOf(validate)}`;
  }
  const missing = parameters.find(
    ({ name, in: where, required = false }) =>
      required && ((where === 'query' && !query.has(name)) || (where === 'path' && path[name] === undefined)),
  );
  return missing === undefined ? null : `${operation} is called without ${missing.name}`;
}

/** What is wrong with the body of a POST. */
export function problemOfBody(operation: OperationName, body: unknown): string | null {
  if (description.operations[operation]?.requestBody === undefined) {
    return body === undefined ? null : `${operation} has no body`;
  }
  if (body === undefined) return null;
  const validate = compiled(
    answers,
    `${pointerOf(operation)}/requestBody/content/${escaped('application/json')}/schema`,
  );
  return validate(body) ? null : `${operation}: the body is not as described: ${errorsOf(validate)}`;
}

/**
 * What is wrong with an answer of ours. Statuses that an operation's description leaves out are refusals that every
 * operation may give (401, 403, 404, 409, 429): their body is the basic error. Any other is a mistake of the peer.
 */
export function problemOfAnswer(
  operation: OperationName,
  status: number,
  mediaType: string,
  body: unknown,
): string | null {
  const schema = schemaOf(operation, status, mediaType);
  if (schema === 'none') {
    return body === undefined ? null : `${operation} answers ${status} with a body, of which none is described`;
  }
  // The raw media types are described in words, not in the responses.
  if (mediaType.endsWith('.raw+json') && status === 200)
    return typeof body === 'string' ? null : 'a raw body is a text';
  if (schema === null) return `${operation} does not answer ${status} as ${mediaType} by its description`;
  const validate = compiled(answers, schema);
  return validate(body) ? null : `${operation} answered ${status} not as described: ${errorsOf(validate)}`;
}

function schemaOf(operation: OperationName, status: number, mediaType: string): string | null {
  const responses = description.operations[operation]?.responses ?? {};
  const response = responses[String(status)];
  if (response === undefined) return status >= 300 && status < 500 ? '#/components/schemas/basic-error' : null;
  const at = '$ref' in response ? response.$ref : `${pointerOf(operation)}/responses/${status}`;
  const content = '$ref' in response ? (atPointer(response.$ref) as Content).content : response.content;
  if (content === undefined) return status === 404 ? '#/components/schemas/basic-error' : 'none';
  return content[mediaType] === undefined ? null : `${at}/content/${escaped(mediaType)}/schema`;
}

function parametersOf(operation: OperationName): readonly (Parameter & { readonly pointer: string })[] {
  const { parameters = [] } = description.operations[operation] ?? {};
  return parameters.map((parameter, index) =>
    '$ref' in parameter
      ? { ...(atPointer(parameter.$ref) as Parameter), pointer: `${parameter.$ref}/schema` }
      : { ...parameter, pointer: `${pointerOf(operation)}/parameters/${index}/schema` },
  );
}

function pointerOf(operation: OperationName): string {
  return `#/operations/${escaped(operation)}`;
}

function escaped(token: string): string {
  return encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function atPointer(pointer: string): unknown {
  const [, , kind = '', name = ''] = pointer.split('/');
  return description.components[kind]?.[name];
}

function newAjv(ajv: Ajv): Ajv {
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'github', ...description });
  return ajv;
}

function compiled(ajv: Ajv, pointer: string): ValidateFunction {
  const validate = ajv.getSchema(`github${pointer}`);
  if (validate === undefined) throw new Error(`the description has no schema at ${pointer}`);
  return validate;
}

function errorsOf(validate: ValidateFunction): string {
  return (validate.errors ?? [])
    .slice(0, 5)
    .map(({ instancePath, message, params }) => `${instancePath || '/'} ${message ?? ''} ${JSON.stringify(params)}`)
    .join('; ');
}
