import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { memoryRecording } from '../../../test/unit/peers/memory-recording.js';
import { watched } from '../../../test/unit/peers/scripted-caller.js';
import type { FactKind } from '../../core/fact.js';
import type { ReadLine } from '../../core/read.js';
import { FactBase } from '../../facts/fact-base.js';
import { liveTransport } from '../transport/live.js';
import { recorder } from '../transport/recorder.js';
import { replay } from '../transport/replay.js';
import type { Caller, Transport } from '../transport/transport.js';
import { gatesCaller } from './caller.js';
import { collectGates } from './collect.js';
import { gatesScope } from './read-file.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'prepay-collect-gates-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const written = new Date('2026-11-26T10:00:00.000Z');
const commit = 'a'.repeat(40);

function put(path: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), bytes);
  utimesSync(join(dir, path), written, written);
}

const expectations = [{ gate: 'coverage', isExpected: true, why: 'the configuration' }] as const;

/** The facts of what lies in the folder, and the same again from the recording alone. */
async function collect(folder = dir, caller: Caller = gatesCaller({ dir: folder })): Promise<FactBase> {
  const store = memoryRecording();
  const transport = recorder({
    live: liveTransport({ ...watched().options, callers: [caller] }),
    operation: ({ operation }) => caller.operation(operation),
    append: (line) => store.append(line),
    recorded: store,
  });
  const facts = await collectFrom(transport);
  const again = await collectFrom(replay(store));
  for (const kind of ['gates.coverage', 'gates.lint', 'gates.tests'] as const) {
    expect(again.partition(kind, gatesScope)).toEqual(facts.partition(kind, gatesScope));
  }
  return facts;
}

async function collectFrom(transport: Transport): Promise<FactBase> {
  const facts = new FactBase();
  await collectGates({ transport, sink: facts, expectations });
  return facts;
}

function data(facts: FactBase, kind: FactKind): unknown {
  return facts.partition(kind, gatesScope).facts()[0]?.data;
}

const measure = '{"total":10,"covered":9}';
const entry = `{"lines":${measure},"branches":${measure},"functions":${measure},"statements":${measure}}`;
const summary = `{"total":${entry},"src/a.js":${entry}}`;
const nine = { covered: 9, total: 10 };
const content = { files: 1, lines: nine, branches: nine, functions: nine, statements: nine };

describe('the gates of a build', () => {
  it('are one fact each, whether they have files or not', async () => {
    put('coverage/coverage-summary.json', summary);
    const facts = await collect();
    expect(data(facts, 'gates.coverage')).toEqual({
      id: 'coverage',
      isExpected: true,
      why: 'the configuration',
      artefacts: [
        {
          path: 'coverage/coverage-summary.json',
          format: 'istanbul-json-summary',
          sizeBytes: summary.length,
          writtenAt: '2026-11-26T10:00:00.000Z',
          timeFrom: 'file',
          commit: null,
          statement: null,
          problem: null,
          content,
        },
      ],
    });
    expect(data(facts, 'gates.lint')).toEqual({
      id: 'lint',
      isExpected: false,
      why: 'the run does not name it',
      artefacts: [],
    });
    const partition = facts.partition('gates.coverage', gatesScope);
    expect(partition.coverage).toMatchObject({ gap: null, delivered: true, reads: [{ operation: 'dir:List' }] });
    expect(partition.facts()[0]?.evidence).toHaveLength(2);
  });

  it('have no files where there is no folder', async () => {
    const facts = await collect(join(dir, 'nothing'));
    expect(data(facts, 'gates.coverage')).toMatchObject({ isExpected: true, artefacts: [] });
    expect(facts.partition('gates.coverage', gatesScope).gaps.size).toBe(0);
  });

  it('are unknown where the folder may not be listed', async () => {
    const caller = gatesCaller({ dir });
    const facts = await collect(dir, {
      ...caller,
      call: () => Promise.reject(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' })),
    });
    const { gaps } = facts.partition('gates.coverage', gatesScope);
    expect(gaps.get('coverage')).toMatchObject({ reason: 'denied' });
    expect(data(facts, 'gates.coverage')).toBeUndefined();
  });

  it('are unknown where the folder holds more than 10,000 files', async () => {
    for (let each = 0; each <= 10_000; each += 1) writeFileSync(join(dir, String(each)), '');
    const { gaps } = (await collect()).partition('gates.coverage', gatesScope);
    expect(gaps.get('coverage')).toMatchObject({
      reason: 'failed',
      text: expect.stringContaining('TooManyFiles') as string,
    });
  });

  it('are unknown where the list is not of its shape', async () => {
    const caller = gatesCaller({ dir });
    const facts = await collect(dir, {
      ...caller,
      call: () => Promise.resolve({ response: { entries: [{}] }, next: null, requestId: null, serverDate: null }),
    });
    expect(facts.partition('gates.lint', gatesScope).gaps.get('lint')).toMatchObject({ reason: 'unsupported' });
  });
});

describe('a file of the folder', () => {
  const problemOf = async (kind: FactKind = 'gates.coverage'): Promise<unknown> => {
    const found = data(await collect(), kind);
    return found;
  };

  it.each([
    ['empty', '', 'empty', 'expected istanbul-json-summary, got an empty file'],
    ['of white space', ' \n', 'empty', 'expected istanbul-json-summary, got an empty file'],
    ['of an empty object', '{}\n', 'empty', 'expected istanbul-json-summary, got one that lists nothing'],
    [
      'of another format',
      '<html>',
      'wrong-format',
      'expected istanbul-json-summary, got a file that begins with "<html>"',
    ],
    ['truncated', summary.slice(0, -4), 'truncated', 'expected the end of the JSON object'],
  ])('that is %s is a problem of its gate', async (_, text, kind, says) => {
    put('coverage-summary.json', text);
    expect(await problemOf()).toMatchObject({
      artefacts: [{ content: null, problem: { kind, text: expect.stringContaining(says) as string } }],
    });
  });

  it('is told by what is in it, whatever its name', async () => {
    put('some.json', summary);
    put('coverage-final.json', summary);
    put('lcov.info', `\ufeffTN:\nSF:a.js\nDA:1,1\nLF:1\nLH:1\nend_of_record\n`);
    expect(await problemOf()).toMatchObject({
      artefacts: [
        { path: 'coverage-final.json', format: 'istanbul-json-summary', content },
        { path: 'lcov.info', format: 'lcov', content: { lines: { covered: 1, total: 1 } } },
        { path: 'some.json', format: 'istanbul-json-summary', content },
      ],
    });
  });

  it('that nothing knows is none of a gate', async () => {
    put('package.json', '{"name": "wallet"}');
    put('image.tar', summary);
    expect(await problemOf()).toMatchObject({ artefacts: [] });
  });

  it('that a link leads to is not read', async () => {
    put('coverage/coverage-summary.json', summary);
    symlinkSync(join(dir, 'coverage'), join(dir, 'linked'));
    symlinkSync(join(dir, 'coverage', 'coverage-summary.json'), join(dir, 'coverage-summary.json'));
    expect(await problemOf()).toMatchObject({ artefacts: [{ path: 'coverage/coverage-summary.json' }] });
  });

  it('whose counts add up to more than a number can hold is refused', async () => {
    const record = (name: string): string => `SF:${name}\nDA:1,1\nFNF:900000000000000\nFNH:1\nend_of_record\n`;
    put('lcov.info', Array.from({ length: 11 }, (_, each) => record(`${each}.js`)).join(''));
    expect(await problemOf()).toMatchObject({
      artefacts: [
        { problem: { kind: 'wrong-format', text: expect.stringContaining('content.functions.total') as string } },
      ],
    });
  });

  it('of more than 1 GiB is refused unread', async () => {
    put('lcov.info', 'TN:\n');
    truncateSync(join(dir, 'lcov.info'), 1024 ** 3 + 1);
    expect(await problemOf()).toMatchObject({
      artefacts: [{ problem: { kind: 'too-large', text: 'expected at most 1073741824 bytes, got 1073741825' } }],
    });
  });

  it('with a card number in it is a problem, since what it says is not on record', async () => {
    put('coverage-summary.json', summary.replace('src/a.js', 'src/4111111111111111.js'));
    put('lcov.info', `TN:\n${'#\n'.repeat(600_000)}SF:4111111111111111.js\nDA:1,1\nLF:1\nLH:1\nend_of_record\n`);
    expect(await problemOf()).toMatchObject({
      artefacts: [
        {
          path: 'coverage-summary.json',
          problem: { kind: 'redacted', text: expect.stringContaining('card-number') as string },
        },
        { path: 'lcov.info', problem: { kind: 'redacted' } },
      ],
    });
  });

  it.each(['file:Head', 'file:Read'])('that may not be read (%s) is a problem that says so', async (operation) => {
    put('coverage-summary.json', summary);
    const caller = gatesCaller({ dir });
    const denied: Caller = {
      ...caller,
      call: (request, ...rest) =>
        request.operation === operation
          ? Promise.reject(Object.assign(new Error('EACCES'), { code: 'EACCES' }))
          : caller.call(request, ...rest),
    };
    expect(data(await collect(dir, denied), 'gates.coverage')).toMatchObject({
      artefacts: [{ problem: { kind: 'denied', text: expect.stringContaining(operation) as string }, content: null }],
    });
  });

  it('whose recording is cut short is unread', async () => {
    put('coverage-summary.json', summary);
    const live = liveTransport({ ...watched().options, callers: [gatesCaller({ dir })] });
    const cut: Transport = {
      async *read(request): AsyncIterable<ReadLine> {
        for await (const line of live.read(request)) {
          if (request.operation !== 'file:Read' || line.type === 'page') yield line;
        }
      },
    };
    expect(data(await collectFrom(cut), 'gates.coverage')).toMatchObject({
      artefacts: [{ problem: { kind: 'unread', text: expect.stringContaining('was cut short') as string } }],
    });
  });

  it('whose pages are not of their shape, or not there, is unread', async () => {
    put('coverage-summary.json', summary);
    const live = liveTransport({ ...watched().options, callers: [gatesCaller({ dir })] });
    const spoilt = (isThere: boolean): Transport => ({
      async *read(request): AsyncIterable<ReadLine> {
        for await (const line of live.read(request)) {
          if (line.type === 'end' || request.operation === 'dir:List') yield line;
          else if (isThere) yield { ...line, response: { content: 7 } };
        }
      },
    });
    for (const isThere of [true, false]) {
      expect(data(await collectFrom(spoilt(isThere)), 'gates.coverage')).toMatchObject({
        artefacts: [{ problem: { kind: 'unread' } }],
      });
    }
  });
});

describe('build.json', () => {
  const sha256 = createHash('sha256').update(summary).digest('hex');
  const stating = async (text: string): Promise<unknown> => {
    put('coverage-summary.json', summary);
    put('build.json', text);
    return data(await collect(), 'gates.coverage');
  };
  const statement = (files: object, of = commit): string => JSON.stringify({ commit: of, files });

  it('binds the files whose SHA-256 it states', async () => {
    expect(await stating(statement({ 'coverage-summary.json': sha256 }))).toMatchObject({
      artefacts: [{ statement: { commit, problem: null } }],
    });
  });

  it('says nothing of a file that it does not name', async () => {
    expect(await stating(statement({ 'other.json': sha256 }))).toMatchObject({ artefacts: [{ statement: null }] });
    expect(await stating(statement({}))).toMatchObject({ artefacts: [{ statement: null }] });
  });

  it('does not hold for a file that was changed since', async () => {
    expect(await stating(statement({ 'coverage-summary.json': 'b'.repeat(64) }))).toMatchObject({
      artefacts: [{ statement: { commit, problem: expect.stringContaining(`which has ${sha256}`) as string } }],
    });
  });

  it('does not hold for a file of which not all is on record', async () => {
    put('lcov.info', `TN:4111111111111111\n`);
    expect(await stating(statement({ 'lcov.info': sha256 }))).toMatchObject({
      artefacts: [
        {},
        { path: 'lcov.info', statement: { commit, problem: expect.stringContaining('not all of it') as string } },
      ],
    });
  });

  it.each([
    ['is no JSON', 'commit: a', 'at its top'],
    ['is a list', '[]', 'at its top'],
    ['has an abbreviated commit', statement({}, 'abcdef0'), 'at commit'],
    ['has a wrong digest', statement({ x: 'abc' }), 'at files.x'],
    ['has a member more', JSON.stringify({ commit, files: {}, branch: 'main' }), 'at its top'],
    ['is too large', statement({}) + ' '.repeat(5 * 1024 ** 2), 'is larger than'],
    ['was redacted', statement({ '4111111111111111': sha256 }), 'could not be read'],
  ])('that %s leaves every file unbound', async (_, text, says) => {
    expect(await stating(text)).toMatchObject({
      artefacts: [{ statement: { commit: null, problem: expect.stringContaining(says) as string } }],
    });
  });
});
