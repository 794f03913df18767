import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { scanRecording } from '../pack/recording-scan.js';
import type { PackRecording } from '../pack/recording-index.js';
import { effectiveConfiguration } from './effective.js';
import { packageRoot } from './package-root.js';

export type DemoName = 'before' | 'after';

const head = z.object({
  declaredAt: z.string(),
  homeRegion: z.string(),
  regions: z.array(z.string()),
  libraries: z.record(z.string(), z.string()),
  github: effectiveConfiguration.shape.github,
  gates: effectiveConfiguration.shape.gates,
  build: effectiveConfiguration.shape.build,
});

/** A platform as `npm run record:demo` recorded it: when, from where, and every answer. */
export interface DemoRecording extends z.infer<typeof head> {
  readonly recorded: PackRecording;
}

/** The recorded platform that the package ships: demo/<name>/demo.json and its recording. */
export async function demoRecording(name: DemoName): Promise<DemoRecording> {
  const folder = join(packageRoot.folder, 'demo', name);
  const text = await readFile(join(folder, 'demo.json'), 'utf8');
  return { ...head.parse(JSON.parse(text)), recorded: await scanRecording(folder) };
}
