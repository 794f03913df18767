import { baseName, type Reader, type Reading, ReaderProblem } from '../reader.js';
import { lineSplitter } from '../lines.js';
import { agree, copied, type Coverage, type Measure, Tally } from './measures.js';

/** The tracefile of lcov, as many tools write it: https://manpages.debian.org/unstable/lcov/geninfo.1.en.html#FILES. It has no statements. */
export const lcov: Reader<Coverage> = {
  gate: 'coverage',
  format: 'lcov',
  extensions: ['.info', '.lcov'],
  isNamed: (path) => baseName(path) === 'lcov.info' || path.toLowerCase().endsWith('.lcov'),
  recognises: ({ head }) => /^(?:#[^\n]*\n|\s)*(?:TN|SF):/.test(head),
  start: () => new Tracefile(),
};

/** What lcov writes beside what is counted here. FNA names each alias of a function, which FNF counts once. */
const others: ReadonlySet<string> = new Set(['TN', 'VER', 'FN', 'FNL', 'FNA', 'MCDC', 'MCF', 'MCH']);

class Tracefile implements Reading<Coverage> {
  readonly #split = lineSplitter((line, number) => this.#line(line, number));
  readonly #sources = new Set<string>();
  readonly #lines = new Tally();
  readonly #branches = new Tally();
  readonly #functions = new Tally();
  #has = { branches: false, functions: false };
  #record: SourceRecord | null = null;

  push(text: string): void {
    this.#split.push(text);
  }

  end(): { content: Coverage; writtenAt: null; commit: null } {
    this.#split.end();
    if (this.#record !== null) {
      const text = `expected end_of_record of ${this.#record.source}, got the end of the file`;
      throw new ReaderProblem('truncated', text, this.#split.number());
    }
    if (this.#sources.size === 0) throw new ReaderProblem('empty', 'expected a record of a source file, got none');
    const content = {
      files: this.#sources.size,
      lines: this.#lines.measure,
      branches: this.#has.branches ? this.#branches.measure : null,
      functions: this.#has.functions ? this.#functions.measure : null,
      statements: null,
    };
    return { content, writtenAt: null, commit: null };
  }

  #line(text: string, number: number): void {
    // Nearly every line of a tracefile is one of these.
    const hits = this.#record === null ? undefined : /^DA:\d{1,15},(\d{1,15})(?:,[^,]*)?\s*$/.exec(text)?.[1];
    if (hits !== undefined) this.#record?.count('lines', Number(hits) > 0);
    else this.#other(text.trim(), number);
  }

  #other(line: string, number: number): void {
    if (line === '' || line.startsWith('#')) return;
    if (line === 'end_of_record') {
      this.#close(number);
      return;
    }
    const colon = line.indexOf(':');
    const [tag, value] = [line.slice(0, colon), line.slice(colon + 1)];
    if (tag === 'SF') this.#open(value, number);
    else if (this.#record !== null && this.#record.take(tag, value, number)) return;
    else if (colon < 1 || !others.has(tag)) {
      throw new ReaderProblem(
        'wrong-format',
        `expected a line of a tracefile, got ${JSON.stringify(line.slice(0, 40))}`,
        number,
      );
    }
  }

  #open(source: string, number: number): void {
    if (this.#record !== null) {
      throw new ReaderProblem('wrong-format', `expected end_of_record of ${this.#record.source}, got SF`, number);
    }
    if (this.#sources.has(source)) {
      const text = `expected one record of ${source}, got another: tests under several names have to be merged first`;
      throw new ReaderProblem('wrong-format', text, number);
    }
    this.#sources.add(copied(source));
    this.#record = new SourceRecord(source);
  }

  #close(number: number): void {
    const record = this.#record;
    if (record === null) throw new ReaderProblem('wrong-format', 'expected SF, got end_of_record', number);
    this.#lines.add(record.measure('lines', number) ?? { covered: 0, total: 0 }, 'lines', number);
    for (const name of ['branches', 'functions'] as const) {
      const found = record.measure(name, number);
      if (found === null) continue;
      this.#has[name] = true;
      (name === 'branches' ? this.#branches : this.#functions).add(found, name, number);
    }
    this.#record = null;
  }
}

type Name = 'lines' | 'branches' | 'functions';
const found: Readonly<Record<string, Name>> = { LF: 'lines', BRF: 'branches', FNF: 'functions' };
const hit: Readonly<Record<string, Name>> = { LH: 'lines', BRH: 'branches', FNH: 'functions' };

/** One source file of the tracefile, line by line. */
class SourceRecord {
  readonly source: string;
  readonly #counted: Readonly<Record<Name, Tally>> = {
    lines: new Tally(),
    branches: new Tally(),
    functions: new Tally(),
  };
  readonly #found: Partial<Record<Name, number>> = {};
  readonly #hit: Partial<Record<Name, number>> = {};
  readonly #seen = new Set<Name>();

  constructor(source: string) {
    this.source = source;
  }

  /** Whether the line is one that counts. */
  take(tag: string, value: string, number: number): boolean {
    const [ofFound, ofHit] = [found[tag], hit[tag]];
    if (ofFound !== undefined) this.#found[ofFound] = whole(value, tag, number);
    else if (ofHit !== undefined) this.#hit[ofHit] = whole(value, tag, number);
    else return this.#takeOne(tag, value, number);
    return true;
  }

  #takeOne(tag: string, value: string, number: number): boolean {
    const fields = value.split(',');
    switch (tag) {
      case 'DA':
        for (const field of [fields[0], fields[1]]) whole(field ?? '', tag, number);
        return false;
      case 'FNDA':
        this.count('functions', whole(fields[0] ?? '', tag, number) > 0);
        return true;
      case 'BRDA': {
        const taken = fields.at(-1) ?? '';
        this.count('branches', taken !== '-' && whole(taken, tag, number) > 0);
        return true;
      }
      default:
        return false;
    }
  }

  count(name: Name, isCovered: boolean): void {
    this.#seen.add(name);
    this.#counted[name].one(isCovered);
  }

  /** What the record says in total, which must be what its lines come to; null where it says nothing of it. */
  measure(name: Name, number: number): Measure | null {
    const [total, covered] = [this.#found[name], this.#hit[name]];
    if (total === undefined && covered === undefined) return this.#seen.has(name) ? this.#counted[name].measure : null;
    if (total === undefined || covered === undefined) {
      throw new ReaderProblem('wrong-format', `expected both counts of ${name} of ${this.source}, got one`, number);
    }
    // Some tools write the totals of functions and branches alone.
    if (name === 'lines' || this.#seen.has(name)) {
      agree(`${name} of ${this.source}`, { covered, total }, this.#counted[name].measure, number);
    }
    return { covered, total };
  }
}

function whole(text: string, tag: string, number: number): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new ReaderProblem('wrong-format', `expected a whole number in ${tag}, got ${JSON.stringify(text)}`, number);
}
