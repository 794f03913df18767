import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { trialOf, trialPageSize, trials } from '../../src/collect/aws/doctor-trials.js';
import { awsOperation, awsOperations, awsService } from '../../src/collect/aws/operations.js';
import { readOf } from '../../src/collect/aws/read-of.js';
import type { AwsOperation } from '../../src/collect/aws/service.js';
import type { JsonObject } from '../../src/core/json.js';

const root = join(import.meta.dirname, '..', '..');
/** The members that a trial's request has, whatever the thing that it asks about. */
function membersTried(name: string): string[] {
  const { input, about } = trialOf(name);
  const anything: JsonObject = new Proxy({}, { get: () => 'x' });
  const own = about === null ? input : (about.inputOf(anything) ?? {});
  return Object.keys(readOf({ source: 'aws', account: '111122223333' }, name, own).input).sort();
}

/** The members without which the installed SDK's model has no request of the operation. */
function membersRequired({ service, action }: AwsOperation): string[] {
  const models = join(root, 'node_modules', awsService(service).library, 'dist-types', 'models');
  const found = readdirSync(models)
    .map((file) => readFileSync(join(models, file), 'utf8'))
    .map((text) => new RegExp(`export interface ${action}(?:Request|Input) \\{([\\s\\S]*?)\\n\\}`).exec(text)?.[1])
    .find((body) => body !== undefined);
  expect(found, action).toBeDefined();
  return [...(found ?? '').matchAll(/^ {4}(\w+): /gm)].map(([, member = '']) => member).sort();
}

const line = z.object({ type: z.string(), operation: z.string(), input: z.record(z.string(), z.unknown()) });

/** The members of every request that the collector made when the demo platforms were recorded. */
function membersRecorded(): Map<string, string[][]> {
  const requests = new Map<string, string[][]>();
  for (const name of ['before', 'after']) {
    const folder = join(root, 'demo', name, 'recording');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.jsonl'));
    for (const text of files.map((file) => readFileSync(join(folder, file), 'utf8'))) {
      for (const each of text.trim().split('\n')) {
        const { type, operation, input } = line.parse(JSON.parse(each));
        if (type === 'end') requests.set(operation, [...(requests.get(operation) ?? []), Object.keys(input).sort()]);
      }
    }
  }
  return requests;
}

describe.each(awsOperations.map((operation) => [operation.name, operation] as const))('%s', (name, operation) => {
  it('is tried with everything that its request has to have', () => {
    // Each page is asked for by its size.
    const size = operation.paging === null ? [] : [operation.paging.sizeMember];
    expect([...membersTried(name), ...size]).toEqual(expect.arrayContaining(membersRequired(operation)));
  });

  it('is tried with what a listing gives that is an operation of the registry and lists', () => {
    const { about } = trialOf(name);
    if (about === null) return;
    expect(trialOf(about.listing).where).toBe('region');
    expect(awsOperation(about.listing).answers).not.toBe('');
    expect(about.inputOf({})).toBeNull();
  });
});

it('tries each operation with the members that the collector reads it with', () => {
  const recorded = membersRecorded();
  const compared = awsOperations.filter(({ name }) => recorded.has(name));
  expect(compared.length).toBeGreaterThanOrEqual(17);
  for (const { name } of compared) expect(recorded.get(name), name).toContainEqual(membersTried(name));
});

it('has a page size that every model allows', () => {
  const paging = z.object({ size: z.object({ min: z.int().nullable(), max: z.int().nullable() }) }).nullable();
  const ranges = z
    .record(z.string(), paging)
    .parse(JSON.parse(readFileSync(join(root, 'test', 'fixtures', 'aws', 'page-ranges.json'), 'utf8')));
  const paged = Object.values(ranges).flatMap((range) => (range === null ? [] : [range.size]));
  expect(paged.length).toBeGreaterThan(10);
  for (const { min, max } of paged) {
    expect(trialPageSize).toBeGreaterThanOrEqual(min ?? 1);
    expect(trialPageSize).toBeLessThanOrEqual(max ?? 1000);
  }
});

it('names no operation that is not in the registry', () => {
  const names = awsOperations.map(({ name }) => name);
  expect(Object.keys(trials).filter((name) => !names.includes(name))).toEqual([]);
});
