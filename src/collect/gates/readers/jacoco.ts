import { baseName, type Reader, type Reading, ReaderProblem } from '../reader.js';
import { latest, timeOfEpoch } from '../time.js';
import { type XmlElement, xmlStream } from '../xml.js';
import { agree, countOf, type Coverage, type Measure, Tally } from './measures.js';

/**
 * The XML of JaCoCo: https://www.jacoco.org/jacoco/trunk/coverage/report.dtd. Methods are functions; instructions of the
 * byte code stand for statements, of which it knows none.
 */
export const jacoco: Reader<Coverage> = {
  gate: 'coverage',
  format: 'jacoco',
  extensions: ['.xml'],
  isNamed: (path) => /^jacoco.*\.xml$/.test(baseName(path)),
  recognises: ({ head }) => /<!DOCTYPE\s+report\s+PUBLIC\s+"-\/\/JACOCO\//.test(head) || isReport(head),
  start: () => new Report(),
};

/** A tool that writes the report anew may leave the document type out. */
function isReport(head: string): boolean {
  return /<report\b[^<>]*\sname\s*=/.test(head) && /<(?:sessioninfo|package|group|counter)\b/.test(head);
}

const types = ['LINE', 'BRANCH', 'METHOD', 'INSTRUCTION'] as const;
type Type = (typeof types)[number];

class Report implements Reading<Coverage> {
  readonly #xml = xmlStream({ roots: ['report'], open: (element) => this.#open(element) });
  readonly #packages = tallies();
  readonly #totals = tallies();
  #files = 0;
  #dumped: string | null = null;
  #line: number | null = null;

  push(text: string): void {
    this.#xml.push(text);
  }

  end(): { content: Coverage; writtenAt: string | null; commit: null } {
    this.#xml.end();
    for (const type of types) agree(type, this.#totals[type].measure, this.#packages[type].measure, this.#line);
    const measure = (type: Type): Measure => this.#totals[type].measure;
    const content = {
      files: this.#files,
      // A counter of nothing is left out.
      lines: measure('LINE'),
      branches: measure('BRANCH'),
      functions: measure('METHOD'),
      statements: measure('INSTRUCTION'),
    };
    return { content, writtenAt: this.#dumped, commit: null };
  }

  #open(element: XmlElement): void {
    const { name, attributes, parents } = element;
    if (name === 'sourcefile') this.#files += 1;
    else if (name === 'sessioninfo') this.#dumped = latest(this.#dumped, timeOfEpoch(attributes['dump']));
    else if (name === 'counter') this.#counter(element, parents);
  }

  #counter({ attributes, line }: XmlElement, parents: readonly string[]): void {
    const type = types.find((each) => each === attributes['type']);
    const parent = parents.at(-1);
    if (type === undefined || (parent !== 'package' && parent !== 'report')) return;
    const [missed, covered] = [countOf(attributes, 'missed', line), countOf(attributes, 'covered', line)];
    const measure = { covered, total: missed + covered };
    if (parent === 'package') this.#packages[type].add(measure, type, line);
    else this.#total(type, measure, line);
  }

  #total(type: Type, measure: Measure, line: number): void {
    if (this.#totals[type].measure.total > 0) {
      throw new ReaderProblem('wrong-format', `expected one counter ${type} of the report, got another`, line);
    }
    this.#totals[type].add(measure, type, line);
    this.#line = line;
  }
}

function tallies(): Readonly<Record<Type, Tally>> {
  return { LINE: new Tally(), BRANCH: new Tally(), METHOD: new Tally(), INSTRUCTION: new Tally() };
}
