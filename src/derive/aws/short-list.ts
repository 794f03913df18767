import type { PortSet } from '../../core/net/port-set.js';

const shown = 4; // Everything but one address is 32 blocks, and nobody reads them.

/** The texts, each once, as one list that a person reads: the first few and how many more there are. */
export function shortList(texts: readonly string[], separator = ', '): string {
  const all = [...new Set(texts)];
  const rest = all.length - shown;
  return rest > 1 ? `${all.slice(0, shown).join(separator)} and ${rest} more` : all.join(separator);
}

/** The ports as text, the first few ranges and how many more there are. */
export function shortPorts(ports: PortSet): string {
  return shortList(ports.toString().split(', '));
}
