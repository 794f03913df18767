import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { ComparedPack } from '../drift/compare.js';
import { PrepayError } from '../core/errors.js';
import { canonical, sha256Hex } from '../core/json.js';
import type { Finding } from '../core/finding.js';
import { member } from '../pack/layout.js';
import { packFault, parseAs } from '../pack/parse.js';
import { assertSealed, packFolder, readMember } from '../pack/reader.js';
import { placedLines } from '../pack/recording-scan.js';
import { finding, populations, reads, run } from '../pack/schemas.js';
import { checkFiles, type FilesCheck } from '../pack/verify-files.js';
import { firstOf } from '../pack/verify-rules.js';
import { checkSignature } from '../pack/verify-signature.js';

/** Just enough of a rule file for comparing it: the digest covers the definition and the source of the check. */
const ruleFile = z.object({ digest: z.string() });
const parameterFile = z.array(z.object({ control: z.string(), parameter: z.string(), value: z.json() }));

/**
 * A pack as it is compared, once its files are those of its manifest and, where keys are given, one of them signed it.
 * The recording is hashed and not read. Throws PREPAY_PACK_NOT_FOUND, and PREPAY_PACK_INVALID for one that does not verify.
 */
export async function comparedPack(path: string, publicKeys: readonly KeyObject[]): Promise<ComparedPack> {
  const folder = await packFolder(path);
  await assertSealed(folder);
  const { manifest, faults } = await checkFiles(folder);
  if (manifest === null || faults.length > 0) throw packFault(path, null, firstOf(faults));
  const signedBy = publicKeys.length === 0 ? null : await signerOf(path, folder, manifest.sha256, publicKeys);
  const parsed = async <T>(schema: z.ZodType<T>, name: string): Promise<T> =>
    parseAs(schema, await textOf(folder, name), name, null);
  const stated = await parsed(run, member.run);
  return {
    head: {
      packId: stated.packId,
      declaredAt: stated.declaredAt,
      toolVersion: stated.tool.version,
      manifestSha256: manifest.sha256,
      signedBy,
      partialBecause: stated.partialBecause,
    },
    rules: {
      toolVersion: stated.tool.version,
      controls: await rulesOf(folder, manifest.entries, await parsed(parameterFile, member.parameters)),
      configuration: stated.configuration,
    },
    ran: stated.selection.controls,
    findings: () => findingsIn(folder),
    populations: await parsed(populations, member.populations),
    reads: await parsed(reads, member.reads),
  };
}

async function* findingsIn(folder: string): AsyncGenerator<Finding> {
  for await (const { text, place } of placedLines(folder, member.findings))
    yield parseAs(finding, text, member.findings, place.line);
}

async function textOf(folder: string, name: string): Promise<string> {
  const text = await readMember(folder, name);
  if (text === null) throw packFault(name, null, 'expected the file, got nothing');
  return text;
}

async function signerOf(
  path: string,
  folder: string,
  manifestSha256: string,
  publicKeys: readonly KeyObject[],
): Promise<string> {
  const check = await checkSignature(folder, manifestSha256, publicKeys);
  switch (check.state) {
    case 'signed':
      return check.fingerprint;
    case 'unsigned':
      throw unverified(path, 'the pack is UNSIGNED: nobody vouches for it');
    case 'no-key':
      throw unverified(path, 'no key was given');
    case 'bad':
      throw unverified(path, check.why);
  }
}

function unverified(path: string, why: string): PrepayError {
  return new PrepayError('PREPAY_PACK_INVALID', `${path}: ${why}`, "Run 'prepay pack verify' on it.");
}

type Controls = ComparedPack['rules']['controls'];
type Entries = NonNullable<FilesCheck['manifest']>['entries'];

async function rulesOf(folder: string, entries: Entries, settings: z.infer<typeof parameterFile>): Promise<Controls> {
  const parameters = new Map<string, Record<string, unknown>>();
  for (const { control, parameter, value } of settings) {
    const values = parameters.get(control) ?? {};
    parameters.set(control, values);
    values[parameter] = value;
  }
  const controls = new Map<string, { readonly digest: string; readonly parameters: string }>();
  for (const { path } of entries) {
    const [, control] = /^rules\/controls\/([a-z0-9-]+)\.json$/u.exec(path) ?? [];
    if (control === undefined) continue;
    const text = await textOf(folder, path);
    // A pack of a later version may state its rules in another way, but their bytes are still theirs.
    const stated = ruleFile.safeParse(JSON.parse(text));
    const digest = stated.success ? stated.data.digest : sha256Hex(text);
    controls.set(control, { digest, parameters: canonical(parameters.get(control) ?? {}) });
  }
  return controls;
}
