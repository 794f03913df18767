import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { installed } from '../installed.js';
import { ended } from './ended.js';

const log = z.object({
  runs: z.tuple([
    z.object({
      invocations: z.array(z.object({ executionSuccessful: z.boolean() })).min(1),
      results: z.array(
        z.object({
          ruleId: z.string(),
          level: z.string().default('warning'),
          message: z.object({ id: z.string().optional(), arguments: z.array(z.string()).default([]) }),
        }),
      ),
    }),
  ]),
});

/**
 * What SARIF Multitool holds against the file by its own rules and GitHub's, a text each; its notes, which advise style,
 * are left out. Its exit code is 0 whatever it finds, so that its log is read in the place of it.
 */
export async function sarifComplaints(file: string): Promise<readonly string[]> {
  const program = join(await installed('sarif'), 'Sarif.Multitool');
  const written = `${file}.validation.sarif`;
  const rules = ['--rule-kind', 'Sarif;Ghas', '--level', 'Error;Warning'];
  const { stdout } = await ended(program, ['validate', file, ...rules, '--output', written, '--log', 'ForceOverwrite']);
  if (!stdout.includes('1 files scanned')) throw new Error(`SARIF Multitool did not read ${file}: ${stdout}`);
  const { runs } = log.parse(JSON.parse(readFileSync(written, 'utf8').replace(/^\ufeff/u, '')));
  const [{ results, invocations }] = runs;
  if (!invocations.every(({ executionSuccessful }) => executionSuccessful)) throw new Error(`it broke off: ${stdout}`);
  return results.map(({ ruleId, level, message }) => `${level} ${ruleId}: ${message.arguments.join(' | ')}`);
}

/** Where the document is not of the schema of SARIF 2.1.0, a text each. */
export async function sarifRefusals(document: unknown): Promise<readonly string[]> {
  const text = readFileSync(join(await installed('sarif'), 'sarif-2.1.0.json'), 'utf8');
  const schema: AnySchemaObject = z.record(z.string(), z.unknown()).parse(JSON.parse(text.replace(/^\ufeff/u, '')));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath} ${message}`);
}
