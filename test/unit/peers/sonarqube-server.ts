import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { type Loopback, serve } from './loopback.js';

/** Real answers of SonarQube 25.1, recorded by scripts/fixtures/gates/sonarqube.ts. */
const folder = new URL('../../fixtures/gates/sonarqube/', import.meta.url);

interface Recorded {
  readonly path: string;
  readonly status: number;
  readonly body: unknown;
}

export function recordedAnswer(name: string): Recorded {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Recorded;
}

export interface SonarqubeServer extends Loopback {
  readonly url: string;
  readonly calls: string[];
}

type Instead = (answer: ServerResponse) => void;

/**
 * A server that answers what SonarQube did after the analysis of that name (`clean`, `faulty`), and for the projects `never`
 * and `nothing`. `instead` answers in its place where the path has that text in it.
 */
export async function sonarqubeServer(
  prefix: string,
  { token = 'squ_reader', instead = {} }: { token?: string; instead?: Readonly<Record<string, Instead>> } = {},
): Promise<SonarqubeServer> {
  const names = readdirSync(folder).map((name) => name.replace('.json', ''));
  const recorded = names
    .filter((name) => [prefix, 'never', 'unknown'].includes(name.split('-')[0] ?? ''))
    .map(recordedAnswer);
  const calls: string[] = [];
  const loopback = await serve((request, answer) => {
    const path = (request.url ?? '').replace('/sonar/', '');
    calls.push(path);
    const other = Object.entries(instead).find(([text]) => path.includes(text));
    if (other !== undefined) {
      other[1](answer);
      return;
    }
    if (request.headers.authorization !== `Bearer ${token}`) {
      // Without a body, as recorded in wrong-token.json.
      answer.writeHead(401).end();
      return;
    }
    const known = recorded.find((each) => each.path === path);
    send(answer, known?.status ?? 404, known?.body ?? { errors: [{ msg: `Unknown url : /${path}` }] });
  });
  return { url: `http://127.0.0.1:${loopback.port}/sonar/`, calls, ...loopback };
}

export function send(
  answer: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  answer.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
