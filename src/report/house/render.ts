import Handlebars from 'handlebars';
import type { ReportModel } from '../model-types.js';
import { visibleDeep } from '../visible.js';
import { helpersOf } from './helpers.js';
import { refuseUnescaped } from './unescaped.js';

/** Templates of a house by file name: `summary.html.hbs` gives `summary.html`, `_row.hbs` is the partial `row`. */
export type HouseTemplates = ReadonlyMap<string, string>;

export interface HouseReport {
  /** The file's name. */
  readonly name: string;
  readonly text: string;
}

/** What is wrong with a template, for a message that names its file. */
export class TemplateError extends Error {
  readonly file: string;

  constructor(file: string, cause: unknown) {
    const message = cause instanceof Error ? cause.message : String(cause);
    // The engine draws the place into its message, over several lines; the first says what is wrong.
    super(message.split('\n')[0] ?? message, { cause });
    this.file = file;
  }
}

/**
 * A report for each template, from the model and nothing else. Templates see own members of plain data alone, in an engine
 * of their own; a name that is not there is an error, and so is a value that would not be escaped. Throws TemplateError.
 */
export function renderHouse(templates: HouseTemplates, model: ReportModel): readonly HouseReport[] {
  const engine = Handlebars.create();
  for (const [name, helper] of Object.entries(helpersOf(engine))) engine.registerHelper(name, helper);
  const sources = [...templates];
  for (const [file, source] of sources) {
    attempt(file, () => refuseUnescaped(engine.parse(source)));
  }
  const partials = Object.fromEntries(
    sources.filter(([file]) => file.startsWith('_')).map(([file, source]) => [partialName(file), source]),
  );
  const view = visibleDeep(model);
  return sources
    .filter(([file]) => !file.startsWith('_'))
    .map(([file, source]) => ({
      name: file.replace(/\.hbs$/u, ''),
      text: attempt(file, () =>
        engine.compile(source, { strict: true, knownHelpersOnly: false, preventIndent: true })(view, {
          partials,
          allowProtoMethodsByDefault: false,
          allowProtoPropertiesByDefault: false,
        }),
      ),
    }));
}

function partialName(file: string): string {
  return file.replace(/^_/u, '').replace(/\.hbs$/u, '');
}

function attempt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new TemplateError(file, error);
  }
}
