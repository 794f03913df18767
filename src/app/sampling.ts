import { redact } from '../collect/transport/redact.js';
import { PrepayError } from '../core/errors.js';
import { drawSamples, type SampleMethod, type Samples, type Sampling } from '../core/sampling.js';
import type { Population, Run } from '../core/run.js';
import { sourceOfKind } from '../core/control.js';
import { openWholePack } from '../pack/verify-files.js';
import type { LoadedConfig } from './config.js';
import { definitions } from './rules.js';

const usual: SampleMethod = { confidencePercent: 95, tolerablePercent: 10 };

/** How samples are drawn; null where no seed is given. Throws PREPAY_USAGE for a seed that cannot stand in a report. */
export function samplingOf(seed: string | null, { config }: Pick<LoadedConfig, 'config'>): Sampling | null {
  return seed === null ? null : { seed: checkedSeed(seed), ...usual, ...config.sampling };
}

/** A sample of each kind of resource that one of the controls judges. */
export function samplesOf(
  populations: readonly Population[],
  controls: Run['selection']['controls'],
  sampling: Sampling,
): Samples {
  const judged = definitions.filter(({ id }) => controls.includes(id));
  const kinds = judged.map(({ subject }) => subject).filter((kind) => !['run', 'store'].includes(sourceOfKind(kind)));
  return drawSamples(populations, new Set(kinds), sampling);
}

/** Samples from a pack that was sealed before the assessor gave a seed; the pack stays as it is. */
export async function samplePack(path: string, seed: string, method: Partial<SampleMethod>): Promise<Samples> {
  const sampling = { seed: checkedSeed(seed), ...usual, ...method };
  const pack = await openWholePack(path);
  const { selection } = await pack.run();
  return samplesOf(await pack.populations(), selection.controls, sampling);
}

/** It is printed in every report and pasted into a shell: one line of text, without what a recording would redact. */
function checkedSeed(seed: string): string {
  if (!/^[\p{L}\p{N}\p{P}\p{S} ]{1,200}$/u.test(seed)) {
    throw new PrepayError(
      'PREPAY_USAGE',
      '--sample-seed: expected 1 to 200 printable characters on one line',
      'Take the seed from the assessor, for example --sample-seed "2026-11-26 Q4".',
    );
  }
  if (redact(seed).redactions.length > 0) {
    throw new PrepayError(
      'PREPAY_USAGE',
      '--sample-seed: it looks like a card number or a secret, and seeds stand in reports',
      'Ask the assessor for another seed.',
    );
  }
  return seed;
}
