import type { Fact, FactKind, FactSink } from '../../core/fact.js';
import type { EvidenceRef, ReadRequest } from '../../core/read.js';
import type { Scope } from '../../core/scope.js';
import { joinCoverage } from '../reading/gap.js';
import type { ItemParser } from '../reading/item-parser.js';
import { apiStagesOf, parseApi, parseRestApi, restStagesOf } from './parse-api-gateway.js';
import { readOf } from './read-of.js';
import { type Reading, readFacts, readItems } from '../reading/read-items.js';

/** Reads the stages of a region's REST APIs, and of its HTTP and WebSocket APIs. */
export async function collectApiStages(reading: Reading, scope: Scope): Promise<void> {
  await Promise.all([
    collectStages(reading, scope, {
      kind: 'aws.apigateway.rest-stage',
      apis: { operation: 'apigateway:GetRestApis', member: 'items', parse: parseRestApi },
      request: ({ apiId }) => readOf(scope, 'apigateway:GetStages', { restApiId: apiId }),
      stagesOf: restStagesOf,
    }),
    collectStages(reading, scope, {
      kind: 'aws.apigatewayv2.stage',
      apis: { operation: 'apigatewayv2:GetApis', member: 'Items', parse: parseApi },
      request: ({ apiId }) => readOf(scope, 'apigatewayv2:GetStages', { ApiId: apiId }),
      stagesOf: apiStagesOf,
    }),
  ]);
}

interface StagesOf<K extends FactKind, A> {
  readonly kind: K;
  readonly apis: { readonly operation: string; readonly member: string; readonly parse: (item: unknown) => A };
  readonly request: (api: A) => ReadRequest;
  readonly stagesOf: (api: A, scope: Scope) => ItemParser<K>;
}

/** The population of stages is whole only where the APIs are, and the stages of each. */
async function collectStages<K extends FactKind, A extends { readonly apiId: string }>(
  reading: Reading,
  scope: Scope,
  { kind, apis, request, stagesOf }: StagesOf<K, A>,
): Promise<void> {
  const found = new Map<string, { readonly api: A; readonly evidence: EvidenceRef }>();
  const listing = await readItems(reading.transport, readOf(scope, apis.operation), {
    member: apis.member,
    parse: apis.parse,
    // Listed twice while the list changed, the later one is what the API is now.
    onItem: (api, evidence) => found.set(api.apiId, { api, evidence }),
  });
  const each = await Promise.all(
    [...found.values()].map(({ api, evidence }) =>
      readFacts(withEvidence(reading, evidence), request(api), stagesOf(api, scope)),
    ),
  );
  reading.sink.covered(kind, scope, joinCoverage(listing, each));
}

/** Half of what is said of a stage is its API's, and stands where the API is listed. */
function withEvidence({ transport, sink }: Reading, listed: EvidenceRef) {
  return {
    transport,
    sink: {
      fact: (fact: Fact) => sink.fact({ ...fact, evidence: [listed, ...fact.evidence] }),
      gap: (...gap: Parameters<FactSink['gap']>) => sink.gap(...gap),
    },
  };
}
