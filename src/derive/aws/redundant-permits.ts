import type { AddressSet } from '../../core/net/address-set.js';
import { PortSet } from '../../core/net/port-set.js';
import { RangeSet } from '../../core/net/range-set.js';

/** What one source of one rule lets through: these ports for these addresses, or for the members of a group. */
export interface Permit {
  readonly ports: PortSet;
  readonly addresses: AddressSet;
  readonly groupId: string | null;
}

/** A permit that the others make needless, and the kept ones that let the same through: one that does alone, or several. */
export interface Redundant<P extends Permit> {
  readonly permit: P;
  readonly by: readonly P[];
}

/**
 * The permits that can be taken away, all at once, without anything less being let through; in the order given.
 *
 * The narrowest go first, so that the widest are kept; of equals the later goes. A permit for no address at all (an empty
 * prefix list) is left alone. Ports and addresses are each cut where a permit begins or ends, once for all; then a permit
 * is needed if it is the only one left on one of its cells, and most are the only one on a whole row or column.
 */
export function redundantAmong<P extends Permit>(permits: readonly P[]): Redundant<P>[] {
  const units = gridOf(permits);
  const narrowestFirst = [...units].sort((a, b) => cellsOf(a) - cellsOf(b) || b.index - a.index);
  const removed = narrowestFirst.filter((unit) => {
    if (!isCovered(unit, units)) return false;
    for (const line of [...unit.rows, ...unit.columns]) line.delete(unit.index);
    return true;
  });
  return removed
    .sort((a, b) => a.index - b.index)
    .map((unit) => ({ permit: unit.permit, by: coversOf(unit, units).map(({ permit }) => permit) }));
}

/** The indices of the permits that hold on a stretch of ports, or of addresses. */
type Line = Set<number>;

interface Unit<P> {
  readonly permit: P;
  readonly index: number;
  readonly rows: Line[];
  readonly columns: Line[];
}

function gridOf<P extends Permit>(permits: readonly P[]): Unit<P>[] {
  const units = permits.map((permit, index): Unit<P> => ({ permit, index, rows: [], columns: [] }));
  const ports = PortSet.partition(permits.map((permit) => permit.ports));
  const addresses = [
    ...RangeSet.partition(permits.map((permit) => permit.addresses.v4)),
    ...RangeSet.partition(permits.map((permit) => permit.addresses.v6)),
    ...byGroup(permits),
  ];
  for (const line of linesOf(ports)) for (const index of line) units[index]?.rows.push(line);
  for (const line of linesOf(addresses)) for (const index of line) units[index]?.columns.push(line);
  return units;
}

interface Piece {
  readonly members: readonly number[];
}

/** Members of a group are addresses that no range stands for. */
function byGroup(permits: readonly Permit[]): Piece[] {
  const found = new Map<string, number[]>();
  for (const [index, { groupId }] of permits.entries()) {
    if (groupId !== null) found.set(groupId, [...(found.get(groupId) ?? []), index]);
  }
  return [...found.values()].map((members) => ({ members }));
}

/** Pieces on which the same permits hold are one line, however many there are. */
function linesOf(pieces: readonly Piece[]): Line[] {
  const distinct = new Map(pieces.map(({ members }) => [members.join(), members]));
  return [...distinct.values()].map((members) => new Set(members));
}

/** More where a permit holds all that another does: a measure of width that fits both ports and addresses. */
function cellsOf({ rows, columns }: Unit<unknown>): number {
  return rows.length * columns.length;
}

function isCovered<P>(unit: Unit<P>, units: readonly Unit<P>[]): boolean {
  const { rows, columns, index } = unit;
  const isAlone = (line: Line): boolean => line.size === 1;
  if (cellsOf(unit) === 0 || columns.some(isAlone) || rows.some(isAlone)) return false;
  if (aloneCovering(unit, units) !== undefined) return true;
  return rows.every((row) => {
    const others = [...row].filter((other) => other !== index);
    return columns.every((column) => others.some((other) => column.has(other)));
  });
}

function coversOf<P>(unit: Unit<P>, units: readonly Unit<P>[]): Unit<P>[] {
  const alone = aloneCovering(unit, units);
  if (alone !== undefined) return [alone];
  const isOn = (lines: readonly Line[], index: number): boolean => lines.some((line) => line.has(index));
  return units.filter(({ index }) => isOn(unit.rows, index) && isOn(unit.columns, index));
}

/** The first other permit that holds all of the unit. It must be on every line of it, so the shortest one is searched. */
function aloneCovering<P>({ rows, columns, index }: Unit<P>, units: readonly Unit<P>[]): Unit<P> | undefined {
  const lines = [...columns, ...rows];
  const shortest = lines.reduce((a, b) => (b.size < a.size ? b : a));
  const holds = (other: number): boolean => other !== index && lines.every((line) => line.has(other));
  const found = [...shortest].find(holds);
  return found === undefined ? undefined : units[found];
}
