import type { Finding } from '../../../src/core/finding.js';
import { jsonDocument, jsonLines } from '../../../src/pack/json-lines.js';
import { countPopulations, countReads } from '../../../src/pack/predicate.js';
import type { Signer } from '../../../src/pack/signer.js';
import { createPack } from '../../../src/pack/writer.js';
import { predicate, run } from '../../helpers/small-pack.js';
import { control, packOf } from './packs.js';

interface Told {
  readonly packId: string;
  readonly findings: readonly Finding[];
  readonly signer: Signer | null;
  readonly partialBecause?: readonly string[];
  readonly digest?: string;
}

/** A sealed pack of those findings in the folder; gives its path. */
export async function sealedPack(out: string, { packId, findings, signer, ...told }: Told): Promise<string> {
  const pack = packOf({ findings });
  const writer = await createPack({ out, packId, header: { declaredAt: run.declaredAt, configuration: 'x' } });
  const partialBecause = told.partialBecause ?? [];
  const selection = { ...run.selection, controls: pack.ran };
  const stated = { ...run, packId, selection, partial: partialBecause.length > 0, partialBecause };
  const empty = { sources: [], excluded: [], unreadable: [] };
  await writer.write('run.json', jsonDocument(stated));
  await writer.write('scope.json', jsonDocument(empty));
  await writer.write('rules/parameters.json', jsonDocument([{ control, parameter: 'ports', value: ['tcp/22'] }]));
  for (const id of pack.ran)
    await writer.write(`rules/controls/${id}.json`, jsonDocument({ digest: told.digest ?? '1', definition: {} }));
  await writer.write('results/findings.jsonl', jsonLines(pack.findings()));
  await writer.write('results/clauses.json', jsonDocument([]));
  await writer.write('results/populations.json', jsonDocument(pack.populations));
  await writer.write('results/reads.json', jsonDocument([]));
  const { path } = await writer.seal({
    signer,
    predicate: (sealed) => ({
      ...predicate(sealed, countReads([])),
      packId,
      populations: countPopulations(pack.populations),
    }),
  });
  return path;
}
