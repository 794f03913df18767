import { z } from 'zod';
import { configSchema } from '../../src/app/config-schema.js';
import { packPredicateSchema } from '../../src/pack/predicate.js';
import { finding } from '../../src/pack/schemas.js';
import { driftSchema } from '../../src/report/drift-json.js';
import { reportSchemas } from '../../src/report/schemas.js';
import { configDescriptions } from './config-schema-text.js';

/** Every JSON Schema (draft 2020-12) that the package publishes, by its path from the root. */
export function publishedSchemas(): ReadonlyMap<string, object> {
  return new Map<string, object>([
    ['schemas/config.schema.json', configJsonSchema()],
    ['schemas/drift.schema.json', driftSchema()],
    ['schemas/finding.schema.json', findingJsonSchema()],
    ...Object.entries(reportSchemas()).map(([name, schema]): [string, object] => [`schemas/${name}`, schema]),
    ['schemas/pack-predicate-v1.schema.json', packPredicateSchema()],
  ]);
}

type JsonSchema = z.core.JSONSchema.BaseSchema;
type Place = [path: string, schema: JsonSchema];

/** As input: a line of a later version, which only adds members, stays valid. */
function findingJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(finding, { io: 'input' });
  const $id = 'https://prepay.example/schemas/finding.schema.json';
  return { $schema, $id, title: 'One line of results/findings.jsonl in a pack', ...schema };
}

function configJsonSchema(): object {
  // As input: what has a default may be left out.
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: 'input' });
  const places = new Map(keysOf('', schema));
  const missing = [...places.keys()].filter((path) => configDescriptions[path] === undefined);
  const unused = Object.keys(configDescriptions).filter((path) => !places.has(path));
  if (missing.length + unused.length > 0)
    throw new TypeError(`config-schema-text.ts: lacks [${missing.join(', ')}], has in excess [${unused.join(', ')}]`);
  for (const [path, place] of places) Object.assign(place, { description: configDescriptions[path] });
  const $id = 'https://prepay.example/schemas/config.json';
  return { $schema, $id, title: 'Configuration of prepay (prepay.yaml)', ...schema };
}

/** Each key of the file with its schema: `scope.aws[].account`, `params.*`. */
function keysOf(path: string, { properties, additionalProperties, items, anyOf }: JsonSchema): Place[] {
  const named = Object.entries(properties ?? {}).flatMap(([name, schema]) => at(`${path}.${name}`, schema));
  const any = additionalProperties === undefined ? [] : at(`${path}.*`, additionalProperties);
  const inItems = typeof items === 'object' && !Array.isArray(items) ? keysOf(`${path}[]`, items) : [];
  const inChoices = (anyOf ?? []).flatMap((choice) => (typeof choice === 'object' ? keysOf(path, choice) : []));
  return [...named, ...any, ...inItems, ...inChoices];
}

function at(path: string, schema: boolean | JsonSchema): Place[] {
  return typeof schema === 'boolean' ? [] : [[path.replace(/^\./, ''), schema], ...keysOf(path, schema)];
}
