import { join } from 'node:path';
import { installed } from '../installed.js';
import { ended } from './ended.js';

/** Where the XML file is not of the XSD, a text each. */
export async function xsdRefusals(xsd: string, file: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await ended(await installed('schemas'), [
    join(import.meta.dirname, 'xsd.py'),
    xsd,
    file,
  ]);
  if (code !== 0) throw new Error(`xsd.py ended with ${code}: ${stderr}`);
  return linesOf(stdout);
}

/** Where events of OCSF, a line each, are not of its schema, a text each. */
export async function ocsfRefusals(file: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await ended(await installed('schemas'), [
    join(import.meta.dirname, 'ocsf.py'),
    file,
  ]);
  if (code !== 0) throw new Error(`ocsf.py ended with ${code}: ${stderr}`);
  return linesOf(stdout);
}

/** What check-jsonschema holds against an action.yml, by the schema that it carries; a text each. */
export async function actionRefusals(file: string): Promise<readonly string[]> {
  const asked = ['-m', 'check_jsonschema', '--builtin-schema', 'vendor.github-actions', file];
  const { code, stdout, stderr } = await ended(await installed('schemas'), asked);
  if (code > 1) throw new Error(`check-jsonschema ended with ${code}: ${stderr}`);
  return code === 0 ? [] : linesOf(stdout);
}

/** What actionlint holds against a workflow, a text each. */
export async function workflowComplaints(actionlint: string, file: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await ended(actionlint, ['-no-color', '-oneline', file]);
  if (code > 1) throw new Error(`actionlint ended with ${code}: ${stderr}`);
  return linesOf(stdout);
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}
