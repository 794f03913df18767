import type { Listed } from './answer.js';
import { Refusal } from './answer.js';

interface Page {
  readonly body: unknown;
  readonly link: string | null;
}

/** One page of a list and its Link header, as GitHub writes it: absolute URLs, the request's other parameters kept. */
export function pageOf(list: Listed, url: URL, sizeAtMost: number): Page {
  const size = Math.max(1, Math.min(number(url, 'per_page', 30), sizeAtMost));
  const { from, to, links } = list.paging === 'cursor' ? byCursor(list, url, size) : byNumber(list, url, size);
  const span = list.paging === 'none' ? ([0, list.items.length] as const) : ([from, to] as const);
  const page = list.items.slice(...span);
  const link = list.paging === 'none' ? [] : links;
  return {
    body: list.wrap === undefined ? page : list.wrap(page, list.items.length),
    link: link.length === 0 ? null : link.join(', '),
  };
}

interface Slice {
  readonly from: number;
  readonly to: number;
  readonly links: readonly string[];
}

function byNumber({ items }: Listed, url: URL, size: number): Slice {
  const page = Math.max(1, number(url, 'page', 1));
  const last = Math.max(1, Math.ceil(items.length / size));
  const to = (target: number, rel: string): string => linkTo(url, { page: String(target) }, rel);
  const links = [
    ...(page > 1 ? [to(Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [to(page + 1, 'next'), to(last, 'last')] : []),
    ...(page > 1 ? [to(1, 'first')] : []),
  ];
  return { from: (page - 1) * size, to: page * size, links };
}

function byCursor({ items }: Listed, url: URL, size: number): Slice {
  const after = cursor(url, 'after');
  const before = cursor(url, 'before');
  const from = before === null ? (after ?? 0) : Math.max(0, before - size);
  const to = before === null ? from + size : before;
  const links = [
    ...(to < items.length ? [linkTo(url, { before: null, after: cursorText(to) }, 'next')] : []),
    ...(from > 0 ? [linkTo(url, { after: null, before: cursorText(from) }, 'prev')] : []),
  ];
  return { from, to, links };
}

function linkTo(url: URL, changes: Readonly<Record<string, string | null>>, rel: string): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) target.searchParams.delete(name);
    else target.searchParams.set(name, value);
  }
  return `<${target.href}>; rel="${rel}"`;
}

function number(url: URL, name: string, otherwise: number): number {
  const value = Number(url.searchParams.get(name) ?? otherwise);
  return Number.isSafeInteger(value) ? value : otherwise;
}

function cursorText(position: number): string {
  return Buffer.from(`cursor:${position}`).toString('base64');
}

function cursor(url: URL, name: 'after' | 'before'): number | null {
  const text = url.searchParams.get(name);
  if (text === null || text === '') return null;
  const [, position] = /^cursor:(\d+)$/.exec(Buffer.from(text, 'base64').toString()) ?? [];
  if (position === undefined) throw new Refusal(400, `The cursor ${name} is not one of ours.`);
  return Number(position);
}
