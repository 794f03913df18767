import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

/** API Gateway's IAM actions are the HTTP methods. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html */
const permissions = ['apigateway:GET'];

export const apigateway = defineService({
  name: 'apigateway',
  library: '@aws-sdk/client-api-gateway',
  paging: { size: 'limit', request: 'position', response: 'position' },
  input: z.strictObject({
    limit: z.int().optional(),
    position: z.string().optional(),
    restApiId: z.string().optional(),
  }),
  operations: {
    // The model has no range; its documentation has one: https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html
    GetRestApis: { answers: 'items', pageSize: 500, permissions },
    GetStages: {
      answers: 'item',
      permissions,
      // Stage variables are what environment variables are elsewhere.
      neverKept: ['/item/*/variables', '/item/*/canarySettings/stageVariableOverrides'],
    },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-api-gateway');
    const client = new sdk.APIGatewayClient(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      GetRestApis: ({ limit, position }, abortSignal) =>
        client.send(new sdk.GetRestApisCommand({ limit, position }), { abortSignal }),
      GetStages: ({ restApiId }, abortSignal) => client.send(new sdk.GetStagesCommand({ restApiId }), { abortSignal }),
    };
  },
});
