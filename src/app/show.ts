import { basename, dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';
import { realpath, readFile } from 'node:fs/promises';
import { PrepayError } from '../core/errors.js';
import { sha256Hex } from '../core/json.js';
import type { Finding } from '../core/finding.js';
import { exitOf } from '../evaluate/gate.js';
import { evidenceRootOf } from '../pack/manifest.js';
import { assertSealed, packFolder, type PackReader } from '../pack/reader.js';
import { openWholePack } from '../pack/verify-files.js';
import { exportZip } from '../pack/zip.js';
import type { ReportModel } from '../report/model-types.js';
import { buildSummary, type RunPaths, type SummaryDocument } from '../report/summary.js';
import { type Format, formatOf, reportFile } from './formats.js';
import { render } from './render.js';
import { modelOf } from './report-model.js';
import { writeNew } from './write-new.js';

export interface ShownPack {
  readonly summary: SummaryDocument;
  readonly model: ReportModel;
  readonly paths: RunPaths;
}

/** What a pack says of itself. That its files are those of its manifest is checked; who made them is not. */
export async function showPack(path: string): Promise<ShownPack> {
  const pack = await openWholePack(path);
  const model = await readModel(pack);
  const reports = (await pack.manifest())
    .filter((entry) => entry.path.startsWith('reports/'))
    .map((entry) => ({ format: basename(entry.path), path: join(path, entry.path) }));
  const paths: RunPaths = { pack: path, reports };
  return {
    summary: buildSummary(model, exitOf(await allFindings(pack), (await pack.run()).selection), paths),
    model,
    paths,
  };
}

/** Writes the pack as a zip and says what its SHA-256 is. */
export async function exportPack(
  path: string,
  file: string,
): Promise<{ readonly file: string; readonly sha256: string }> {
  const folder = await packFolder(path);
  await assertSealed(folder);
  // As written, `link/../x.zip` is a place that the check would not have looked at.
  const target = normalize(file);
  await refuseInside(folder, target);
  await exportZip(folder, target);
  return { file, sha256: sha256Hex(await readFile(target)) };
}

/** Renders reports of a pack beside it, into `<pack>-reports/` or the folder given. */
export async function buildReports(
  path: string,
  { formats, out }: { readonly formats: readonly string[]; readonly out: string | null },
): Promise<readonly { readonly format: Format; readonly path: string }[]> {
  const wanted = [...new Set(formats)].map((name) => formatOf('--format', name));
  const pack = await openWholePack(path);
  const model = await readModel(pack);
  const folder = out ?? (await besidePack(pack.path));
  const reports = wanted.map((format) => ({ format, path: join(folder, reportFile(format)) }));
  for (const report of reports) await refuseInside(pack.path, report.path);
  for (const report of reports) await writeNew(report.path, await render(report.format, model));
  return reports;
}

/** Throws PREPAY_OUTPUT_NOT_WRITABLE for a target in the pack itself, which would no longer fit its manifest. */
export async function refuseInside(pack: string, target: string): Promise<void> {
  const way = relative(await realpath(pack), await realTarget(resolve(target)));
  if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return;
  throw new PrepayError(
    'PREPAY_OUTPUT_NOT_WRITABLE',
    `${target} lies inside the pack, which is sealed`,
    'Name a path outside of the pack.',
  );
}

/** Where the path leads once every link on it is followed; the part that is not there yet stays as it is. */
async function realTarget(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null);
  return real ?? (dirname(path) === path ? path : join(await realTarget(dirname(path)), basename(path)));
}

/** Where reports of a pack go unless a folder is named. */
export async function besidePack(path: string): Promise<string> {
  const real = await realpath(resolve(path));
  return join(dirname(real), `${basename(real)}-reports`);
}

export async function readModel(pack: PackReader): Promise<ReportModel> {
  const [run, scope, clauses, populations, reads, wafMatrix, added] = await Promise.all([
    pack.run(),
    pack.scope(),
    pack.clauses(),
    pack.populations(),
    pack.reads(),
    pack.wafMatrix(),
    pack.added(),
  ]);
  const results = { scope, clauses, populations, reads, wafMatrix, added, findings: await allFindings(pack) };
  const evidenceRoot = evidenceRootOf(await pack.manifest());
  return await modelOf({ run, results, evidenceRoot, signedBy: await signerOf(pack), recorded: pack.recorded });
}

async function allFindings(pack: PackReader): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of pack.findings()) findings.push(finding);
  return findings;
}

/** The signer that the pack names. Only `pack verify` says whether that is so. */
async function signerOf(pack: PackReader): Promise<string | null> {
  const hint = (await pack.bundle())?.verificationMaterial.publicKey.hint;
  return hint === undefined ? null : `SHA256:${hint}`;
}
