import { codeCount, portCount, protocolKind, protocolNames } from './port-points.js';
import type { Range } from './range-set.js';

/** The texts for a range of points (see port-points.ts), ascending: one a protocol, and for ICMP one a run of types. */
export function describePoints({ from, to }: Range<number>): string[] {
  const texts: string[] = [];
  let at = from;
  while (at < to) {
    const protocol = Math.floor(at / portCount);
    const end = Math.min(to, nextBoundary(protocol) * portCount);
    texts.push(...describeStretch(protocol, at, end));
    at = end;
  }
  return texts;
}

/** The first protocol after this one that needs a text of its own: unnamed neighbours share one. */
function nextBoundary(protocol: number): number {
  if (protocolNames.has(protocol)) return protocol + 1;
  return [...protocolNames.keys()].find((named) => named > protocol) ?? Number.POSITIVE_INFINITY;
}

function describeStretch(protocol: number, from: number, to: number): string[] {
  const name = protocolNames.get(protocol);
  if (name === undefined) {
    const last = to / portCount - 1;
    return [`${last === protocol ? 'protocol' : 'protocols'} ${span(protocol, last)}`];
  }
  if (to - from === portCount) return [`${name}/all`];
  const base = protocol * portCount;
  if (protocolKind(protocol) === 'ports') return [`${name}/${span(from - base, to - base - 1)}`];
  return describeTypes(from - base, to - base).map((text) => `${name} ${text}`);
}

function describeTypes(from: number, to: number): string[] {
  const texts: string[] = [];
  let at = from;
  while (at < to) {
    const type = Math.floor(at / codeCount);
    const code = at % codeCount;
    // As many whole types as there are, or else the rest of this one.
    const whole = code === 0 ? Math.floor((to - at) / codeCount) : 0;
    const end = whole > 0 ? at + whole * codeCount : Math.min(to, (type + 1) * codeCount);
    texts.push(
      whole > 0
        ? `type ${span(type, type + whole - 1)} code any`
        : `type ${String(type)} code ${span(code, end - 1 - type * codeCount)}`,
    );
    at = end;
  }
  return texts;
}

function span(first: number, last: number): string {
  return first === last ? String(first) : `${String(first)}-${String(last)}`;
}
