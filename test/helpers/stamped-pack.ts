import { countReads } from '../../src/pack/predicate.js';
import type { Signer } from '../../src/pack/signer.js';
import type { TimeStamper } from '../../src/pack/writer.js';
import { declaredAt, predicate, writeSmallPack } from './small-pack.js';

/** The folder of the small pack, sealed now, with a time stamp if there is who makes one. */
export async function sealStampedPack(
  out: string,
  signer: Signer,
  timeStamper: TimeStamper | null,
  windowEnd: string,
): Promise<string> {
  const writer = await writeSmallPack(out);
  const reads = countReads(await writer.recorded.summaries());
  const window = { start: declaredAt, end: windowEnd };
  const { path } = await writer.seal({
    signer,
    timeStamper,
    predicate: (sealed) => ({ ...predicate(sealed, reads), window }),
  });
  return path;
}
