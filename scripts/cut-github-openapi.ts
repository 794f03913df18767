/**
 * Cuts the operations that the GitHub caller makes and that the GitHub peer answers out of GitHub's OpenAPI description,
 * with every schema that they refer to, into test/fixtures/github-openapi.json. Texts for people are left out. Run it again
 * after adding an operation: `npx tsx scripts/cut-github-openapi.ts`. It downloads the package (29 MB) into a temporary
 * folder and unpacks the one file of it that is used.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byCodeUnit, isJsonObject, type Json, type JsonObject } from '../src/core/json.js';
import { githubOperations, queryOf } from '../src/collect/github/operations.js';
import { operations as peerOperations } from '../test/integration/peers/github/operations.js';

const packageName = '@octokit/openapi';
const version = '23.0.2';
const member = 'package/generated/api.github.com.json';
/** The body of every refusal, those included that an operation's own description leaves out: 401, 403, 429. */
const basicError = '#/components/schemas/basic-error';
const output = new URL('../test/fixtures/github-openapi.json', import.meta.url);

const forPeople = new Set(['description', 'summary', 'example', 'examples', 'externalDocs', 'tags', 'x-github']);

function download(): JsonObject {
  const folder = mkdtempSync(join(tmpdir(), 'prepay-openapi-'));
  try {
    const name = execFileSync('npm', ['pack', '--silent', `${packageName}@${version}`], {
      cwd: folder,
      encoding: 'utf8',
    });
    execFileSync('tar', ['xzf', name.trim(), member], { cwd: folder });
    return objectAt(JSON.parse(readFileSync(join(folder, member), 'utf8')) as Json, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function cut(description: JsonObject): JsonObject {
  const kept = new Map<string, Json>();
  // GraphQL has a schema of its own.
  const ofRest = [...githubOperations.keys()].filter((name) => queryOf(name) === null);
  const names = [...new Set<string>([...ofRest, ...peerOperations])].sort(byCodeUnit);
  const operations = names.map((name): [string, Json] => {
    const [method = '', path = ''] = name.split(' ');
    const { parameters, requestBody, responses } = objectAt(
      description,
      `#/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}`,
    );
    const body = requestBody === undefined ? {} : { requestBody };
    return [name, withoutTexts({ parameters: parameters ?? [], ...body, responses: responses ?? {} })];
  });
  const wanted = [...operations.flatMap(([, operation]) => references(operation)), basicError];
  for (let reference = wanted.pop(); reference !== undefined; reference = wanted.pop()) {
    if (kept.has(reference)) continue;
    const component = withoutTexts(objectAt(description, reference));
    kept.set(reference, component);
    wanted.push(...references(component));
  }
  const components: Record<string, Record<string, Json>> = {};
  for (const reference of [...kept.keys()].sort()) {
    const [, , kind = '', name = ''] = reference.split('/');
    components[kind] = { ...components[kind], [name]: kept.get(reference) ?? null };
  }
  return { cutFrom: `${packageName}@${version} ${member}`, operations: Object.fromEntries(operations), components };
}

function objectAt(document: Json, reference: string): JsonObject {
  let at: Json | undefined = document;
  for (const token of reference.split('/').slice(1)) {
    at = isJsonObject(at) ? at[token.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  if (!isJsonObject(at)) throw new Error(`the description has no object at ${reference}`);
  return at;
}

function references(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, Json]) =>
    name === '$ref' && typeof inner === 'string' ? [inner] : references(inner),
  );
}

/** A member named `description` is a text where it holds one, and a property of that name where it holds a schema. */
function withoutTexts(value: Json): Json {
  if (isJsonObject(value)) {
    const members = Object.entries(value).filter(([name, inner]) => !(forPeople.has(name) && isText(name, inner)));
    const { nullable, ...kept } = Object.fromEntries(
      members.map(([name, inner]): [string, Json] => [name, withoutTexts(inner)]),
    );
    if (nullable === undefined) return kept;
    // OpenAPI 3.0's own word, as JSON Schema says it.
    return nullable === true ? { anyOf: [kept, { type: 'null' }] } : kept;
  }
  return typeof value === 'object' && value !== null ? value.map(withoutTexts) : value;
}

function isText(name: string, value: Json): boolean {
  return (
    typeof value === 'string' || !isJsonObject(value) || name === 'examples' || !('type' in value || '$ref' in value)
  );
}

writeFileSync(output, `${JSON.stringify(cut(download()))}\n`);
