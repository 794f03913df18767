import { appendFile, chmod, mkdir, readdir, readFile, rename, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { page, end, temporary } from '../../test/helpers/small-pack.js';
import type { Transport } from '../collect/transport/transport.js';
import { canonical, sha256Hex } from '../core/json.js';
import { type ReadLine, type ReadRequest, readKey } from '../core/read.js';
import type { Run } from '../core/run.js';
import { thisProcess } from '../pack/owner.js';
import { createPack } from '../pack/writer.js';
import { oldestReadMs, oldestRunMs, resume, resuming, reusedReads } from './resume.js';
import { journalHeaderOf } from './sealing.js';

const now = new Date('2026-11-26T12:00:00.000Z');
const before = (ms: number): string => new Date(now.getTime() - ms).toISOString();
const minutes = (n: number): string => before(n * 60_000);
const vpcs = 'ec2:DescribeVpcs';
const groups = 'ec2:DescribeSecurityGroups';
const dead = { pid: 2 ** 22 - 1, started: '1' };

function runOf(more: Partial<Run> = {}): Run {
  return {
    schema: 'https://prepay.example/run/v1',
    packId: '20261126T115000000Z-prepay',
    declaredAt: minutes(10),
    tool: { name: 'prepay', version: '0.3.0', libraries: {} },
    configuration: { aws: { regions: ['eu-west-1'] } },
    selection: {
      sources: ['aws'],
      frameworks: [],
      controls: [],
      regions: ['eu-west-1'],
      severities: [],
      failOn: 'high',
      allowIncomplete: [],
    },
    partial: false,
    partialBecause: [],
    demo: null,
    runner: null,
    ...more,
  };
}

/** The lines of a read that began and ended then. */
function readAt(operation: string, at: string, outcome: 'complete' | 'denied' = 'complete'): ReadLine[] {
  const pages = outcome === 'complete' ? [{ ...page(operation, 0, { a: 1 }), startedAt: at }] : [];
  return [...pages, { ...end(operation, pages.length, outcome), endedAt: at }];
}

const identity = { source: 'aws', scope: { source: 'aws' }, operation: 'sts:GetCallerIdentity', input: {} } as const;

function identityLines(arn: string, at = minutes(9)): ReadLine[] {
  const response = { Account: '111122223333', Arn: arn, UserId: 'AIDAEXAMPLE' };
  const base = { key: readKey(identity), ...identity };
  return [
    { ...page('x', 0, response), ...base, startedAt: at, sha256: sha256Hex(canonical(response)) },
    { ...end('x', 1), ...base, endedAt: at },
  ];
}

/** A folder with the journal of a run that a process wrote which is gone. */
async function cutShort(lines: readonly ReadLine[], run = runOf(), out?: string): Promise<string> {
  const folder = out ?? (await temporary(onTestFinished));
  const header = { ...(await journalHeaderOf(run)), owner: { ...(await thisProcess()), ...dead } };
  const writer = await createPack({ out: folder, packId: run.packId, header });
  for (const line of lines) await writer.append(line);
  await writer.abandon();
  return folder;
}

const partial = '.20261126T115000000Z-prepay.partial';

function requestOf(operation: string): ReadRequest {
  const { source, scope, input } = page(operation, 0, {});
  return { source, scope, operation, input };
}

async function linesOf(transport: Transport, request: ReadRequest): Promise<ReadLine[]> {
  const lines: ReadLine[] = [];
  for await (const line of transport.read(request)) lines.push(line);
  return lines;
}

async function isKept(out: string, operation: string, asked = runOf()): Promise<boolean> {
  const { reads } = await resume(out, asked, now);
  return reads.lines(readKey(requestOf(operation))) !== null;
}

describe('--resume', () => {
  it('goes on with the run as it was declared, and hands over what is complete', async () => {
    const out = await cutShort([...readAt(vpcs, minutes(9)), ...readAt(groups, minutes(9), 'denied')]);
    const resumed = await resume(out, runOf({ packId: 'another', declaredAt: now.toISOString(), runner: 'ci/2' }), now);
    expect(resumed.run).toEqual(runOf({ runner: 'ci/2', resumedAt: [now.toISOString()] }));
    expect(resumed.reads.lines(readKey(requestOf(vpcs)))).not.toBeNull();
    expect(resumed.reads.lines(readKey(requestOf(groups)))).toBeNull();
    expect(await readdir(out)).toEqual(['.20261126T115000000Z-prepay.1.partial']);
  });

  it('makes again what is older than an hour, and what has no end', async () => {
    const old = readAt(vpcs, before(oldestReadMs + 1));
    const young = readAt(groups, before(oldestReadMs));
    const [open] = readAt('ec2:DescribeSubnets', minutes(5));
    const out = await cutShort([...old, ...young, ...(open === undefined ? [] : [open])]);
    const { reads } = await resume(out, runOf(), now);
    const kept = [vpcs, groups, 'ec2:DescribeSubnets'].map((name) => reads.lines(readKey(requestOf(name))) !== null);
    expect(kept).toEqual([false, true, false]);
  });

  it.each([
    ['half a line at the end', (path: string) => appendFile(path, '{"half'), true],
    ['half of its end line', async (path: string) => truncate(path, (await readFile(path)).length - 20), false],
    ['a line that a power cut left empty', (path: string) => appendFile(path, '\0\0\0\0\n'), true],
    [
      'an answer that is not the one of its hash',
      async (path: string) => writeFile(path, (await readFile(path, 'utf8')).replace('"a":1', '"a":2')),
      false,
    ],
  ])('passes over %s', async (_name, spoil, isStillThere) => {
    const out = await cutShort(readAt(vpcs, minutes(9)));
    const folder = join(out, partial, 'recording/aws/111122223333/eu-west-1');
    const [file = ''] = await readdir(folder);
    await spoil(join(folder, file));
    expect(await isKept(out, vpcs)).toBe(isStillThere);
  });

  it('goes on with what was resumed before, the newest of each read, also after a kill in between', async () => {
    const out = await cutShort(readAt(vpcs, minutes(9)));
    const first = await resume(out, runOf(), new Date(minutes(5)));
    await cutShort(readAt(groups, minutes(4)), first.run, out);
    expect(await readdir(out)).toHaveLength(2);
    const second = await resume(out, runOf(), now);
    expect(second.run.resumedAt).toEqual([minutes(5), now.toISOString()]);
    expect(second.folders.map((folder) => folder.slice(out.length))).toEqual([
      '/.20261126T115000000Z-prepay.2.partial',
      '/.20261126T115000000Z-prepay.1.partial',
    ]);
    for (const name of [vpcs, groups]) expect(second.reads.lines(readKey(requestOf(name)))).not.toBeNull();
    // Killed before it wrote anything: what was set aside is found all the same.
    expect(await isKept(out, vpcs)).toBe(true);
  });

  it.each([
    ['nothing at all', async () => temporary(onTestFinished)],
    [
      'a journal without a header',
      async () => {
        const out = await cutShort([]);
        await writeFile(join(out, partial, 'journal.json'), '{"declared');
        return out;
      },
    ],
    [
      'the leftovers of a run that was sealed',
      async () => {
        const out = await cutShort([]);
        await mkdir(join(out, '20261126T115000000Z-prepay'));
        return out;
      },
    ],
    [
      'a journal that anybody may write',
      async () => {
        const out = await cutShort([]);
        await chmod(join(out, partial), 0o777);
        return out;
      },
    ],
    [
      'a journal under another name',
      async () => {
        const out = await cutShort([]);
        await rename(join(out, partial), join(out, '.another.partial'));
        return out;
      },
    ],
  ])('finds nothing to resume in %s', async (_name, make) => {
    await expect(resume(await make(), runOf(), now)).rejects.toMatchObject({
      code: 'PREPAY_NOTHING_TO_RESUME',
      exit: 2,
    });
  });

  it.each<[string, Partial<Run>, string]>([
    [
      'version',
      { tool: { name: 'prepay', version: '0.4.0', libraries: {} } },
      'tool.version: expected "0.3.0" as then, got "0.4.0"',
    ],
    [
      'configuration',
      { configuration: { aws: { regions: 'all' } } },
      'configuration.aws.regions: expected ["eu-west-1"] as then, got "all"',
    ],
    ['selection', { partialBecause: ['--control x'] }, 'partialBecause: expected [] as then, got ["--control x"]'],
    [
      'configuration with more',
      { configuration: { aws: { regions: ['eu-west-1'], more: 1 } } },
      'configuration.aws.more: expected null as then, got 1',
    ],
  ])('refuses another %s, and names it', async (_name, more, difference) => {
    const out = await cutShort([]);
    await expect(resume(out, runOf(more), now)).rejects.toMatchObject({
      code: 'PREPAY_RESUME_REFUSED',
      message: `${join(out, partial)}: ${difference}`,
    });
    expect(await readdir(out)).toEqual([partial]);
  });

  it('refuses a run of too long ago', async () => {
    const out = await cutShort([], runOf({ declaredAt: before(oldestRunMs + 1) }));
    await expect(resume(out, runOf(), now)).rejects.toMatchObject({ code: 'PREPAY_RESUME_REFUSED' });
    const young = await cutShort([], runOf({ declaredAt: before(oldestRunMs) }));
    expect((await resume(young, runOf(), now)).folders).toHaveLength(1);
  });

  it('refuses a journal that is being written', async () => {
    const out = await temporary(onTestFinished);
    // Process 1 of this space of numbers, as it is.
    const stat = await readFile('/proc/1/stat', 'utf8').catch(() => '');
    if (stat === '') return;
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
    const header = { ...(await journalHeaderOf(runOf())), owner: { ...(await thisProcess()), pid: 1, started } };
    await (await createPack({ out, packId: runOf().packId, header })).abandon();
    await expect(resume(out, runOf(), now)).rejects.toMatchObject({ code: 'PREPAY_OUTPUT_LOCKED' });
  });
});

describe('the reads of a run that goes on', () => {
  const live = (lines: readonly ReadLine[]): Transport => ({
    async *read() {
      for (const line of lines) yield await Promise.resolve(line);
    },
  });
  const as = (replayed: Transport): Transport => replayed;

  it('are those of the journal where it has them, else live', async () => {
    const out = await cutShort(readAt(vpcs, minutes(9)));
    const { reads } = await resume(out, runOf(), now);
    const transport = resuming(reads, live(readAt(groups, now.toISOString())), as);
    expect(await linesOf(transport, requestOf(vpcs))).toEqual(readAt(vpcs, minutes(9)));
    expect(await linesOf(transport, requestOf(groups))).toEqual(readAt(groups, now.toISOString()));
    expect([vpcs, groups].map((name) => transport.isReused(requestOf(name)))).toEqual([true, false]);
  });

  const role = (session: string) => `arn:aws:sts::111122223333:assumed-role/audit/${session}`;

  it.each([
    ['the same user', 'arn:aws:iam::111122223333:user/a', 'arn:aws:iam::111122223333:user/a', true],
    ['another session of the same role', role('one'), role('two'), true],
    ['another role', role('one'), 'arn:aws:sts::111122223333:assumed-role/admin/one', false],
    ['another user', 'arn:aws:iam::111122223333:user/a', 'arn:aws:iam::111122223333:user/b', false],
  ])('are asked for by %s', async (_name, then, nowArn, isSame) => {
    const out = await cutShort(identityLines(then));
    const { reads } = await resume(out, runOf(), now);
    const transport = resuming(reads, live(identityLines(nowArn, now.toISOString())), as);
    expect(transport.isReused(identity)).toBe(false);
    const read = linesOf(transport, identity);
    if (isSame) expect(await read).toHaveLength(2);
    else await expect(read).rejects.toMatchObject({ code: 'PREPAY_RESUME_REFUSED' });
  });

  it('are not mixed with those of nobody knows whom', async () => {
    const out = await cutShort(identityLines(role('one')));
    const { reads } = await resume(out, runOf(), now);
    const denied = { ...end('x', 0, 'denied'), key: readKey(identity), ...identity };
    await expect(linesOf(resuming(reads, live([denied]), as), identity)).rejects.toMatchObject({
      code: 'PREPAY_RESUME_REFUSED',
    });
  });
});

describe('what the pack says of them', () => {
  const key = readKey(requestOf(vpcs));
  const reads = [{ key, scope: requestOf(vpcs).scope, operation: vpcs }];
  const ended = (at: string | null) => ({ endedAt: () => at });

  it('is nothing for a run that was made at a stretch', () => {
    expect(reusedReads({}, reads, ended(minutes(9)))).toEqual({});
  });

  it.each([
    [minutes(9), 1],
    [now.toISOString(), 0],
    [null, 0],
  ])('of one that ended at %s: %i', (at, count) => {
    const { reused } = reusedReads({ resumedAt: [minutes(20), now.toISOString()] }, reads, ended(at));
    expect(reused).toHaveLength(count);
    if (count > 0) expect(reused).toEqual([{ ...reads[0], readAt: at }]);
  });
});
