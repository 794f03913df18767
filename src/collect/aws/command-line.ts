import { canonical, type Json } from '../../core/json.js';
import type { ReadRequest } from '../../core/read.js';

/** The `aws` line that collects a read again, all of its pages, safe to paste into a POSIX shell. */
export function commandLine(service: string, action: string, request: ReadRequest): string {
  const region = request.scope.region === undefined ? [] : ['--region', quoted(request.scope.region)];
  const options = Object.entries(request.input).flatMap(([member, value]) => option(member, value));
  return ['aws', service, kebab(action), ...options, '--output', 'json', ...region].join(' ');
}

function option(member: string, value: Json): string[] {
  const flag = `--${kebab(member)}`;
  if (value === true) return [flag];
  if (value === false) return [`--no-${kebab(member)}`];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return [flag, ...value.map(quoted)];
  return [flag, quoted(typeof value === 'string' ? value : canonical(value))];
}

function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}

function quoted(text: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
