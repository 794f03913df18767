import type { IncomingMessage } from 'node:http';

/** What can be told of a call by its wire form. */
export interface Call {
  /** As it is signed: `ec2`, `elasticloadbalancing`. */
  readonly service: string;
  readonly region: string;
  /** `ec2:DescribeVpcs`; for an API of paths, `guardduty:GET /detector`. */
  readonly operation: string;
  readonly path: string;
  readonly accessKey: string;
  readonly signedAtMs: number;
  readonly form: 'xml' | 'json';
}

export interface Failure {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
}

export function callOf({ method = 'GET', url = '/', headers }: IncomingMessage, body: Buffer): Call {
  const [, accessKey = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const type = headers['content-type'] ?? '';
  const isQuery = type.includes('x-www-form-urlencoded');
  const target = headers['x-amz-target'];
  const action = isQuery
    ? new URLSearchParams(body.toString()).get('Action')
    : String(target ?? '')
        .split('.')
        .at(-1);
  const [path = '/'] = url.split('?');
  return {
    service,
    region,
    operation: `${service}:${action === null || action === undefined || action === '' ? `${method} ${path}` : action}`,
    path: url,
    accessKey,
    signedAtMs: timeOf(String(headers['x-amz-date'] ?? '')),
    form: isQuery || service === 'cloudfront' ? 'xml' : 'json',
  };
}

/** `20261126T112900Z`. */
function timeOf(text: string): number {
  const [, date = '', hour = '', minute = '', second = ''] = /^(\d{8})T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  return Date.parse(`${day}T${hour}:${minute}:${second}Z`);
}

/** The failure in the form that the service's protocol has for it. */
export function failureBody(
  { service, form }: Call,
  { code, message = 'made up' }: Failure,
): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  if (form === 'json') {
    return {
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
      body: JSON.stringify({ __type: code, message }),
    };
  }
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  const body =
    service === 'ec2'
      ? `<Response><Errors>${error}</Errors><RequestID>r-1</RequestID></Response>`
      : `<ErrorResponse>${error}<RequestId>r-1</RequestId></ErrorResponse>`;
  return { headers: { 'content-type': 'text/xml' }, body };
}
