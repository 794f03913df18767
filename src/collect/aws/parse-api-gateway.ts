import { z } from 'zod';
import type { Scope } from '../../core/scope.js';
import { apiStage, restStage } from '../../facts/aws/edge.js';
import { freeText, type ItemParser } from '../reading/item-parser.js';
import { optionalId } from './item-parser.js';
import { partitionOf } from './partition.js';

/** An API, whose stages another operation lists. */
export interface RestApi {
  readonly apiId: string;
  readonly name: string | null;
  readonly endpointTypes: readonly string[];
  readonly isDefaultEndpointDisabled: boolean;
}

const wireRestApi = z.object({
  id: z.string(),
  name: freeText.optional(),
  // Without a default: whether the API is private decides.
  endpointConfiguration: z.object({ types: z.array(z.enum(['REGIONAL', 'EDGE', 'PRIVATE'])).min(1) }),
  disableExecuteApiEndpoint: z.boolean().default(false),
});

export function parseRestApi(item: unknown): RestApi {
  const wire = wireRestApi.parse(item);
  return {
    apiId: wire.id,
    name: wire.name ?? null,
    endpointTypes: wire.endpointConfiguration.types,
    isDefaultEndpointDisabled: wire.disableExecuteApiEndpoint,
  };
}

const wireRestStage = z.object({ stageName: z.string(), webAclArn: optionalId });

/** The stages of one REST API. https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html */
export function restStagesOf({ name, ...api }: RestApi, scope: Scope): ItemParser<'aws.apigateway.rest-stage'> {
  return {
    kind: 'aws.apigateway.rest-stage',
    member: 'item',
    parse(item) {
      const { stageName, webAclArn } = wireRestStage.parse(item);
      const id = stageArn(scope, 'restapis', api.apiId, stageName);
      return {
        id,
        name: stageTitle(name, stageName),
        data: restStage.parse({ id, ...api, stageName, webAclId: webAclArn }),
      };
    },
  };
}

/** An HTTP or WebSocket API. */
export interface Api {
  readonly apiId: string;
  readonly name: string | null;
  readonly protocol: 'HTTP' | 'WEBSOCKET';
  readonly isDefaultEndpointDisabled: boolean;
}

const wireApi = z.object({
  ApiId: z.string(),
  Name: freeText.optional(),
  ProtocolType: z.enum(['HTTP', 'WEBSOCKET']),
  DisableExecuteApiEndpoint: z.boolean().default(false),
});

export function parseApi(item: unknown): Api {
  const wire = wireApi.parse(item);
  return {
    apiId: wire.ApiId,
    name: wire.Name ?? null,
    protocol: wire.ProtocolType,
    isDefaultEndpointDisabled: wire.DisableExecuteApiEndpoint,
  };
}

const wireStage = z.object({ StageName: z.string() });

/** The stages of one HTTP or WebSocket API. */
export function apiStagesOf({ name, ...api }: Api, scope: Scope): ItemParser<'aws.apigatewayv2.stage'> {
  return {
    kind: 'aws.apigatewayv2.stage',
    member: 'Items',
    parse(item) {
      const { StageName: stageName } = wireStage.parse(item);
      const id = stageArn(scope, 'apis', api.apiId, stageName);
      return { id, name: stageTitle(name, stageName), data: apiStage.parse({ id, ...api, stageName }) };
    },
  };
}

function stageArn({ region = '' }: Scope, collection: string, apiId: string, stageName: string): string {
  return `arn:${partitionOf(region)}:apigateway:${region}::/${collection}/${apiId}/stages/${stageName}`;
}

function stageTitle(apiName: string | null, stageName: string): string | null {
  return apiName === null ? null : `${apiName}/${stageName}`;
}
