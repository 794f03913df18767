import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { type Loopback, serve } from './loopback.js';

const fixture = JSON.parse(readFileSync(new URL('../../fixtures/github-openapi.json', import.meta.url), 'utf8')) as {
  readonly components: object;
};

export interface GithubScenario {
  /** Of branch `main` of the one repository, `prepay/wallet`. */
  readonly rules: readonly object[];
  /** The token that may see it, and one that may not. */
  readonly reader: string;
  readonly blind: string;
  /** What to do instead on the n-th call, counted from 0. */
  readonly instead?: Readonly<Record<number, (answer: ServerResponse) => void>>;
}

export interface GithubServer extends Loopback {
  readonly calls: readonly string[];
  /** Answers of the scenario that GitHub's own description does not allow; a test that ends with one is worthless. */
  readonly violations: readonly string[];
}

const route = 'GET /repos/{owner}/{repo}/rules/branches/{branch}';
const date = 'Wed, 25 Nov 2026 12:00:00 GMT';

/** The REST route of the GitHub caller, each answer held to the schema that GitHub's OpenAPI description gives it. */
export async function githubServer(scenario: GithubScenario, options: { tls?: boolean } = {}): Promise<GithubServer> {
  const calls: string[] = [];
  const violations: string[] = [];
  const isValid = validator();

  const send = (
    answer: ServerResponse,
    status: 200 | 401 | 404,
    body: unknown,
    headers: Record<string, string> = {},
  ): void => {
    // GitHub describes no 401 of this route; its body is the basic error all the same.
    const problem = isValid(status === 401 ? '404' : String(status), body);
    if (problem !== null) violations.push(problem);
    answer.writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'x-github-request-id': 'A1:B2',
      date,
      ...headers,
    });
    answer.end(JSON.stringify(body));
  };

  const listener = (request: IncomingMessage, answer: ServerResponse): void => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    const instead = scenario.instead?.[calls.length];
    calls.push(`${request.method ?? ''} ${url.pathname}${url.search}`);
    if (instead !== undefined) {
      instead(answer);
      return;
    }
    const token = (request.headers.authorization ?? '').replace(/^token |^bearer /i, '');
    if (token !== scenario.reader && token !== scenario.blind) {
      send(answer, 401, { message: 'Bad credentials', status: '401' });
      return;
    }
    if (token === scenario.blind || url.pathname !== '/repos/prepay/wallet/rules/branches/main') {
      send(answer, 404, { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' });
      return;
    }
    const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), 2);
    const page = Number(url.searchParams.get('page') ?? 1);
    const rest = scenario.rules.length - page * size;
    url.searchParams.set('page', String(page + 1));
    const link: Record<string, string> =
      rest > 0
        ? { link: `<https://elsewhere.example${url.pathname}?page=1>; rel="prev", <${url.href}>; rel="next"` }
        : {};
    send(answer, 200, scenario.rules.slice((page - 1) * size, page * size), {
      ...link,
      'x-oauth-scopes': 'repo',
      'x-other': 'dropped',
    });
  };
  return { calls, violations, ...(await serve(listener, options)) };
}

function validator(): (status: string, body: unknown) => string | null {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'github', ...fixture });
  const operation = `github#/operations/${encodeURIComponent(route.replaceAll('/', '~1'))}`;
  return (status, body) => {
    const schema =
      status === '200'
        ? { $ref: `${operation}/responses/200/content/application~1json/schema` }
        : { $ref: 'github#/components/responses/not_found/content/application~1json/schema' };
    return ajv.validate(schema, body) ? null : ajv.errorsText();
  };
}
