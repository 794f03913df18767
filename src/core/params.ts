import { z } from 'zod';
import { PortSet } from './net/port-set.js';

/** How a control.yaml declares a parameter. Each kind has hard bounds (an error past them) and the clause's own limit (a finding past it). */
export const paramDefinition = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ports'),
    description: z.string(),
    /** As in `tcp/22`, `tcp/5985-5986`. */
    default: z.array(z.string()).min(1),
    /** What the clauses need in the list at least; a list without one of them is loosened. */
    mustInclude: z.array(z.string()),
    because: z.string(),
  }),
  z.strictObject({
    kind: z.literal('choices'),
    description: z.string(),
    /** Everything that can be chosen. */
    options: z.array(z.string()).min(1),
    default: z.array(z.string()).min(1),
    /** What the clauses need in the list at least; a list without one of them is loosened. */
    mustInclude: z.array(z.string()),
    because: z.string(),
  }),
  z.strictObject({
    kind: z.literal('texts'),
    description: z.string(),
    /** Names of the audited party's own, such as those of its checks; there may be none. */
    default: z.array(z.string()),
    /** Why no list of them is looser than the clauses allow. */
    because: z.string(),
  }),
  z.strictObject({
    kind: z.literal('integer'),
    description: z.string(),
    unit: z.string(),
    default: z.int(),
    minimum: z.int(),
    maximum: z.int(),
    /** The loosest value that the clauses allow, and on which side of it the looser ones lie. */
    limit: z.int(),
    looser: z.enum(['above', 'below']),
    because: z.string(),
  }),
]);
export type ParamDefinition = z.infer<typeof paramDefinition>;
type ChoicesDefinition = Extract<ParamDefinition, { kind: 'choices' }>;
type IntegerDefinition = Extract<ParamDefinition, { kind: 'integer' }>;
type ParamDefinitions = Readonly<Record<string, ParamDefinition>>;

/** The values that hold where nothing is configured, by name. */
export function defaultsOf(definitions: ParamDefinitions): ParamValues {
  return Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, definition.default]));
}

/** Why the value cannot be used at all (wrong type, malformed ports, past the hard bounds), in words; null if it can. */
export function checkBounds(definition: ParamDefinition, value: ParamValue): string | null {
  switch (definition.kind) {
    case 'ports':
      return typeof value === 'number' ? `expected a list of ports, got ${value}` : portsProblem(value);
    case 'choices':
      return choicesProblem(definition, value);
    case 'texts':
      return textsProblem(value);
    case 'integer':
      return integerProblem(definition, value);
  }
}

/** How the value is looser than the mapped clauses allow, in words; null if it is not. Bounds are {@link checkBounds}' affair. */
export function loosening(definition: ParamDefinition, value: ParamValue): string | null {
  switch (definition.kind) {
    case 'ports': {
      const missing = setOf(definition.mustInclude).subtract(setOf(value));
      return missing.isEmpty() ? null : `${missing.toString()} left out: ${definition.because}`;
    }
    case 'choices': {
      const missing = definition.mustInclude.filter((each) => typeof value === 'number' || !value.includes(each));
      return missing.length === 0 ? null : `${missing.join(', ')} left out: ${definition.because}`;
    }
    case 'texts':
      return null;
    case 'integer': {
      const isLooser = definition.looser === 'above' ? above(value, definition.limit) : above(definition.limit, value);
      return isLooser
        ? `${String(value)} ${definition.unit} is ${definition.looser} the limit of ${definition.limit}: ${definition.because}`
        : null;
    }
  }
}

function portsProblem(value: readonly string[]): string | null {
  if (value.length === 0) return 'expected at least one port, got an empty list';
  for (const text of value) {
    try {
      PortSet.parse(text);
    } catch {
      return `expected ports such as tcp/22 or udp/5000-5010, got ${JSON.stringify(text)}`;
    }
  }
  return null;
}

function choicesProblem({ options }: ChoicesDefinition, value: ParamValue): string | null {
  const wrong = typeof value === 'number' ? value : value.find((each) => !options.includes(each));
  if (typeof value !== 'number' && wrong === undefined && value.length > 0) return null;
  return `expected one or more of ${options.join(', ')}, got ${JSON.stringify(wrong ?? value)}`;
}

function textsProblem(value: ParamValue): string | null {
  if (typeof value === 'number') return `expected a list of texts, got ${value}`;
  return value.some((text) => text.trim() === '') ? 'expected texts, got an empty one' : null;
}

function integerProblem(definition: IntegerDefinition, value: ParamValue): string | null {
  const { minimum, maximum, unit } = definition;
  if (typeof value === 'number' && Number.isInteger(value) && value >= minimum && value <= maximum) return null;
  return `expected a whole number of ${unit} from ${minimum} to ${maximum}, got ${JSON.stringify(value)}`;
}

function setOf(value: ParamValue): PortSet {
  return typeof value === 'number' ? PortSet.empty : PortSet.unionAll(value.map((text) => PortSet.parse(text)));
}

function above(a: ParamValue, b: ParamValue): boolean {
  return typeof a === 'number' && typeof b === 'number' && a > b;
}

export type ParamValue = number | readonly string[];
export type ParamValues = Readonly<Record<string, ParamValue>>;

/** A control's effective parameters, by declared name; a name that control.yaml lacks is a mistake of ours and throws. */
export interface Params {
  /** As in `tcp/22`, `tcp/5985-5986`. */
  ports(name: string): readonly string[];
  choices(name: string): readonly string[];
  texts(name: string): readonly string[];
  integer(name: string): number;
}

export function paramsOf(values: ParamValues): Params {
  const value = (name: string): ParamValue => {
    const found = values[name];
    if (found === undefined) throw new TypeError(`no parameter ${name} in control.yaml`);
    return found;
  };
  return {
    ports(name) {
      const found = value(name);
      if (typeof found === 'number') throw new TypeError(`parameter ${name} is not a list of ports`);
      return found;
    },
    choices(name) {
      const found = value(name);
      if (typeof found === 'number') throw new TypeError(`parameter ${name} is not a list of choices`);
      return found;
    },
    texts(name) {
      const found = value(name);
      if (typeof found === 'number') throw new TypeError(`parameter ${name} is not a list of texts`);
      return found;
    },
    integer(name) {
      const found = value(name);
      if (typeof found !== 'number') throw new TypeError(`parameter ${name} is not an integer`);
      return found;
    },
  };
}
