/**
 * Records the big account. usage: record.js OUT GROUPS PADDING, prints the folder of the journal; with a fourth argument
 * KEY it seals the journal, signed with a new key whose public half goes to the file KEY, and prints the folder of the pack.
 */
import { writeFile } from 'node:fs/promises';
import { perform } from '../../src/app/perform.js';
import { predicateOf, writeResults, writeRules } from '../../src/app/sealing.js';
import type { ReadRequest } from '../../src/core/read.js';
import { throwAwaySigner } from '../../src/pack/signer.js';
import { createPack, type PackWriter } from '../../src/pack/writer.js';
import { bigAccount } from '../big-account.js';
import { run, stated } from '../run-of.js';

const [out = '', groups = '', padding = '0', key] = process.argv.slice(2);

// Which reads an audit makes does not depend on how many groups there are, so that one is enough to learn them.
const requests: ReadRequest[] = [];
const small = bigAccount({ groups: 1, padding: 0 }, stated);
const performed = await perform(
  {
    read(request) {
      requests.push(request);
      return small.read(request);
    },
  },
  run,
);
const writer = await createPack({ out, packId: run.packId, header: {} });
const big = bigAccount({ groups: Number(groups), padding: Number(padding) }, stated);
for (const request of requests) for await (const line of big.read(request)) await writer.append(line);
process.stdout.write(`${key === undefined ? await journal(writer) : await sealed(writer, key)}\n`);

async function journal(pack: PackWriter): Promise<string> {
  await pack.abandon();
  return pack.folder;
}

/** Results over one group beside the recording of many: a verification without replay compares hashes only. */
async function sealed(pack: PackWriter, keyFile: string): Promise<string> {
  const results = await writeResults(pack, run, performed, () => undefined);
  await writeRules(pack, run);
  const signer = throwAwaySigner();
  await writeFile(keyFile, signer.publicKey.export({ type: 'spki', format: 'pem' }));
  const predicate = (files: Parameters<Parameters<PackWriter['seal']>[0]['predicate']>[0]) =>
    predicateOf({ run, results, endedAt: run.declaredAt, leaves: null, ...files });
  return (await pack.seal({ predicate, signer })).path;
}
