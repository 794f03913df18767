import type { Scope } from '../../core/scope.js';
import { joinCoverage } from '../reading/gap.js';
import { eventApis, graphqlApis } from './parse-appsync.js';
import { readOf } from './read-of.js';
import { type Reading, readFacts } from '../reading/read-items.js';

/** Reads the AppSync APIs of a region: those of GraphQL and those of events, which two operations list. */
export async function collectAppsyncApis(reading: Reading, scope: Scope): Promise<void> {
  const [graphql, events] = await Promise.all([
    readFacts(reading, readOf(scope, 'appsync:ListGraphqlApis'), graphqlApis),
    readFacts(reading, readOf(scope, 'appsync:ListApis'), eventApis),
  ]);
  reading.sink.covered(graphqlApis.kind, scope, joinCoverage(graphql, [events]));
}
