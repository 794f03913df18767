import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { processOwner, stateOf, thisProcess } from './owner.js';

describe('a process', () => {
  it('that runs is told from one that is gone, by number and start', async () => {
    const mine = await thisProcess();
    expect(processOwner.parse(mine)).toEqual(mine);
    expect(await stateOf(mine)).toBe('runs');
    expect(await stateOf({ ...mine, started: 'another time' })).toBe('gone');
    const child = spawn(process.execPath, ['-e', '']);
    const pid = child.pid ?? 0;
    await once(child, 'exit');
    expect(await stateOf({ ...mine, pid })).toBe('gone');
  });

  it('of another machine is neither', async () => {
    expect(await stateOf({ ...(await thisProcess()), machine: 'elsewhere' })).toBe('unknown');
  });
});
