import { z } from 'zod';
import { atDeserialize, clientConfig, defineService, noteServerDate } from '../service.js';

/** API Gateway's IAM actions are the HTTP methods. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagementv2.html */
const permissions = ['apigateway:GET'];

// Neither the model nor its documentation has a range. https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
const pageSize = 100;

export const apigatewayv2 = defineService({
  name: 'apigatewayv2',
  library: '@aws-sdk/client-apigatewayv2',
  input: z.strictObject({
    // The one service that takes a number as text.
    MaxResults: z.int().transform(String).optional(),
    NextToken: z.string().optional(),
    ApiId: z.string().optional(),
  }),
  operations: {
    GetApis: { answers: 'Items', pageSize, permissions },
    GetStages: {
      answers: 'Items',
      pageSize,
      permissions,
      // Stage variables are what environment variables are elsewhere.
      neverKept: ['/Items/*/StageVariables'],
    },
  },
  async connect(options) {
    const sdk = await import('@aws-sdk/client-apigatewayv2');
    const client = new sdk.ApiGatewayV2Client(clientConfig(options));
    client.middlewareStack.add(noteServerDate, atDeserialize);
    return {
      GetApis: (input, abortSignal) => client.send(new sdk.GetApisCommand(input), { abortSignal }),
      GetStages: ({ ApiId, ...page }, abortSignal) =>
        client.send(new sdk.GetStagesCommand({ ApiId, ...page }), { abortSignal }),
    };
  },
});
