import { type DocumentNode, execute, GraphQLError, parse, validate } from 'graphql';
import { z } from 'zod';
import type { Scenario } from '../scenario.js';
import type { Viewer } from '../viewer.js';
import { type Cost, costOf } from './cost.js';
import { repository } from './repository.js';
import { githubSchema } from './schema.js';

const asked = z.strictObject({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).default({}),
  operationName: z.string().optional(),
});

export interface Query {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly cost: Cost;
}

/** GitHub refuses a query that could touch more. */
const mostNodes = 500_000;

/** The query of a request's body; a text where GitHub's schema, or its limit of nodes, does not allow it. */
export function queryOf(body: unknown): Query | string {
  const { data, error } = asked.safeParse(body);
  if (data === undefined) return `no query: ${z.prettifyError(error)}`;
  try {
    const document = parse(data.query);
    const problems = validate(githubSchema(), document);
    if (problems.length > 0) return problems.map(({ message }) => message).join('; ');
    const cost = costOf(document);
    if (cost.nodes > mostNodes) return `the query may touch ${cost.nodes} nodes, more than ${mostNodes}`;
    return { document, variables: data.variables, cost };
  } catch (problem) {
    if (problem instanceof GraphQLError) return problem.message;
    throw problem;
  }
}

export interface Answered {
  readonly data: unknown;
  readonly errors?: readonly object[];
}

/** What the query finds, and GitHub's errors beside it. Throws where the answer is not as the schema says. */
export async function answerOf(
  scenario: Scenario,
  viewer: Viewer,
  { document, variables, cost }: Query,
  budget: { readonly limit: number; readonly remaining: number; readonly used: number; readonly reset: number },
): Promise<Answered> {
  const rootValue = {
    repository: (named: Parameters<typeof repository>[2]) => repository(scenario, viewer, named),
    rateLimit: {
      cost: cost.points,
      nodeCount: cost.nodes,
      limit: budget.limit,
      remaining: budget.remaining - cost.points,
      used: budget.used + cost.points,
      resetAt: new Date(budget.reset * 1000).toISOString(),
    },
  };
  const { data, errors = [] } = await execute({
    schema: githubSchema(),
    document,
    rootValue,
    variableValues: variables,
  });
  const told = errors.map((error) => {
    const type: unknown = error.extensions['type'];
    if (type === undefined) throw new Error(`the peer's answer is not as the schema says: ${error.message}`);
    return { type, path: error.path, locations: error.locations, message: error.message };
  });
  return { data, ...(told.length === 0 ? {} : { errors: told }) };
}
