import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { awsOperations } from '../../src/collect/aws/operations.js';
import { motoPython } from './peers/aws/moto-venv.js';

const run = promisify(execFile);

it('finds test/fixtures/aws/page-ranges.json to be what botocore’s models say', async () => {
  const names = awsOperations.map(({ service, action }) => `${service}:${action}`);
  const script = join(import.meta.dirname, 'peers', 'aws', 'page_ranges.py');
  const { stdout } = await run(await motoPython(), [script, ...names]);
  const kept = await readFile(join(import.meta.dirname, '..', 'fixtures', 'aws', 'page-ranges.json'), 'utf8');
  expect(JSON.parse(kept)).toEqual(JSON.parse(stdout));
});
