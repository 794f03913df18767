import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';

/** How the server misbehaves: each answer is the same, for every operation. */
export type Habit =
  | 'hangs'
  | 'cuts the connection'
  | 'answers HTML'
  | 'answers half'
  | 'answers 503 for ever'
  | 'throttles for ever'
  | 'denies everything'
  | 'knows who it is and denies the rest'
  | 'says the token expired';

export interface LoopbackAws {
  readonly url: string;
  /** Resolves at the first request. */
  readonly asked: Promise<void>;
  stop(): Promise<void>;
}

const identity =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
  '<Arn>arn:aws:iam::111122223333:user/auditor</Arn><UserId>AIDAEXAMPLE</UserId><Account>111122223333</Account>' +
  '</GetCallerIdentityResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>';

/** A server on loopback that speaks the AWS protocols just well enough to go wrong in one way. */
export async function loopbackAws(habit: Habit): Promise<LoopbackAws> {
  let tellAsked: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (tellAsked = resolve));
  const server = createServer((request, response) => {
    tellAsked();
    const isIdentity =
      habit === 'knows who it is and denies the rest' && /\/sts\//.test(request.headers.authorization ?? '');
    if (isIdentity) response.writeHead(200, { 'content-type': 'text/xml' }).end(identity);
    else behave(habit, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no loopback port is free');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Fault = 'ServiceUnavailable' | 'RequestLimitExceeded' | 'UnauthorizedOperation' | 'ExpiredToken';

/** What services that speak JSON call the same. */
const inJson = {
  ServiceUnavailable: 'ServiceUnavailableException',
  RequestLimitExceeded: 'ThrottlingException',
  UnauthorizedOperation: 'AccessDeniedException',
  ExpiredToken: 'ExpiredTokenException',
} as const satisfies Readonly<Record<Fault, string>>;

function behave(habit: Habit, request: IncomingMessage, response: ServerResponse): void {
  const xml = (status: number, body: string): void => {
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  };
  const error = (status: number, code: Fault): void => {
    const [, service = ''] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
    switch (service) {
      case 'sts':
      case 'ec2':
      case 'elasticloadbalancing':
        xml(
          status,
          `<Response><Errors><Error><Code>${code}</Code><Message>made up</Message></Error></Errors><RequestID>r-1</RequestID></Response>`,
        );
        return;
      case 'cloudfront':
        xml(
          status,
          `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>made up</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
        );
        return;
      default:
        response
          .writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': inJson[code] })
          .end(JSON.stringify({ __type: inJson[code], message: 'made up' }));
    }
  };
  switch (habit) {
    case 'hangs':
      return;
    case 'cuts the connection':
      request.socket.destroy();
      return;
    case 'answers HTML':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Log in</title><p>Welcome.');
      return;
    case 'answers half':
      xml(200, identity.slice(0, identity.length / 2));
      return;
    case 'answers 503 for ever':
      error(503, 'ServiceUnavailable');
      return;
    case 'throttles for ever':
      error(400, 'RequestLimitExceeded');
      return;
    case 'denies everything':
    case 'knows who it is and denies the rest':
      error(403, 'UnauthorizedOperation');
      return;
    case 'says the token expired':
      error(400, 'ExpiredToken');
  }
}
