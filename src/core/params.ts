import { z } from 'zod';

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

export type ParamValue = number | readonly string[];
export type ParamValues = Readonly<Record<string, ParamValue>>;

/** A control's effective parameters, by declared name; a name that control.yaml lacks is a mistake of ours and throws. */
export interface Params {
  /** As in `tcp/22`, `tcp/5985-5986`. */
  ports(name: string): readonly string[];
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
    integer(name) {
      const found = value(name);
      if (typeof found !== 'number') throw new TypeError(`parameter ${name} is not an integer`);
      return found;
    },
  };
}
