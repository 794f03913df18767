import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findCardNumbers } from '../pan/index.js';
import { PrepayError } from '../core/errors.js';
import { byCodeUnit } from '../core/json.js';
import { openWholePack } from '../pack/verify-files.js';
import { guardOutput } from '../report/guard.js';
import { type HouseReport, type HouseTemplates, renderHouse, TemplateError } from '../report/house/render.js';
import type { ReportModel } from '../report/model-types.js';
import { besidePack, readModel, refuseInside } from './show.js';
import { writeNew } from './write-new.js';

const mostFiles = 200;
const mostBytes = 1024 * 1024;

/** Renders a house's templates over a pack, into `<pack>-reports/` or the folder given; never into the pack. */
export async function buildHouseReports(
  path: string,
  { templates, out }: { readonly templates: string; readonly out: string | null },
): Promise<readonly { readonly path: string }[]> {
  const pack = await openWholePack(path);
  const reports = await houseReports(templates, await readModel(pack));
  const folder = out ?? (await besidePack(pack.path));
  const targets = reports.map(({ name, text }) => ({ path: join(folder, name), text }));
  for (const target of targets) await refuseInside(pack.path, target.path);
  for (const target of targets) await writeNew(target.path, target.text);
  return targets.map((target) => ({ path: target.path }));
}

/** The reports of a folder of a house's templates. Throws PREPAY_TEMPLATE_INVALID, naming the file. */
async function houseReports(folder: string, model: ReportModel): Promise<readonly HouseReport[]> {
  const templates = await readTemplates(folder);
  try {
    return renderHouse(templates, model).map(({ name, text }) => ({
      name,
      text: guardOutput(name, text, findCardNumbers),
    }));
  } catch (error) {
    if (error instanceof TemplateError) throw invalid(join(folder, error.file), error.message);
    throw error;
  }
}

async function readTemplates(folder: string): Promise<HouseTemplates> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw invalid(folder, `expected a folder of templates, got ${error instanceof Error ? error.message : 'nothing'}`);
  });
  const files = names.filter((name) => name.endsWith('.hbs')).sort(byCodeUnit);
  if (!files.some((name) => !name.startsWith('_'))) {
    throw invalid(folder, 'expected a template such as summary.html.hbs, got none');
  }
  if (files.length > mostFiles) throw invalid(folder, `expected at most ${mostFiles} templates, got ${files.length}`);
  return new Map(await Promise.all(files.map(async (name) => [name, await readTemplate(folder, name)] as const)));
}

async function readTemplate(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  if (!/^_?[\w-][\w.-]*\.hbs$/u.test(name)) {
    throw invalid(path, 'expected a name of letters, digits, dots, hyphens and underscores');
  }
  const found = await lstat(path);
  if (!found.isFile()) throw invalid(path, 'expected a regular file, got a folder, link or special file');
  if (found.size > mostBytes) throw invalid(path, `expected at most ${mostBytes} bytes, got ${found.size}`);
  return await readFile(path, 'utf8');
}

function invalid(path: string, what: string): PrepayError {
  return new PrepayError(
    'PREPAY_TEMPLATE_INVALID',
    `${path}: ${what}`,
    'Mend the template; docs/templates.md has what it can use.',
  );
}
