import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A time-stamping authority on loopback: `openssl ts -reply` behind HTTP, which misbehaves by the path that is asked. */
export interface Tsa {
  /** Answers as it should; with `reject`, `500`, `hang`, `garbage`, `huge`, `other-nonce` or `other-hash` after it, it does not. */
  readonly url: string;
  /** PEM file of the root. */
  readonly root: string;
  /** PEM file of the authority's own certificate and the root. */
  readonly chain: string;
  /** How many queries came. */
  readonly asked: () => number;
  readonly stop: () => Promise<void>;
}

interface TsaOptions {
  readonly key?: 'ec' | 'rsa';
  /** `expired`: its certificate ends as soon as it is made. */
  readonly leaf?: 'good' | 'expired';
  /** The hash of the attribute that names the certificate: sha1 makes it ESSCertID of version 1. */
  readonly ess?: 'sha1' | 'sha256';
}

export async function startTsa({ key = 'ec', leaf = 'good', ess = 'sha256' }: TsaOptions = {}): Promise<Tsa> {
  const folder = mkdtempSync(join(tmpdir(), 'prepay-tsa-'));
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  writeFileSync(join(folder, 'tsa.cnf'), configuration(ess));
  const made = key === 'rsa' ? ['rsa:2048'] : ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  const own = ['-config', 'tsa.cnf', '-nodes', '-newkey', ...made];
  openssl('req', '-x509', ...own, '-keyout', 'root.key', '-out', 'root.pem', '-days', '3650', '-extensions', 'root');
  openssl('req', ...own, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Example TSA');
  // x509 makes a certificate that has ended already from no days but zero.
  const days = leaf === 'expired' ? '0' : '3650';
  const signedBy = ['-CA', 'root.pem', '-CAkey', 'root.key', '-CAcreateserial', '-days', days, '-extfile', 'tsa.cnf'];
  openssl('x509', '-req', '-in', 'tsa.csr', ...signedBy, '-extensions', leaf, '-out', 'tsa.pem');
  const chain = ['tsa.pem', 'root.pem'].map((name) => readFileSync(join(folder, name), 'utf8')).join('');
  writeFileSync(join(folder, 'chain.pem'), chain);
  writeFileSync(join(folder, 'serial'), '01\n');

  let asked = 0;
  const reply = (query: Buffer): Buffer => {
    writeFileSync(join(folder, 'query'), query);
    openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'query', '-out', 'reply');
    return readFileSync(join(folder, 'reply'));
  };
  const server = createServer((request, response) => {
    asked += 1;
    void bodyOf(request)
      .then((query) => answer(request.url ?? '/', query, response, reply))
      .catch((error: unknown) => response.writeHead(400).end(String(error)));
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/`,
    root: join(folder, 'root.pem'),
    chain: join(folder, 'chain.pem'),
    asked: () => asked,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function answer(path: string, query: Buffer, response: ServerResponse, reply: (query: Buffer) => Buffer): void {
  const send = (body: Buffer): void => {
    response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(body);
  };
  switch (path) {
    case '/':
      if (response.req.headers['content-type'] !== 'application/timestamp-query') response.writeHead(415).end();
      else send(reply(query));
      break;
    case '/reject':
      // TimeStampResp of a PKIStatusInfo: rejection.
      send(Buffer.from('30053003020102', 'hex'));
      break;
    case '/500':
      response.writeHead(500).end('no');
      break;
    case '/hang':
      break;
    case '/garbage':
      send(Buffer.from('<html>please log in</html>'));
      break;
    case '/huge':
      send(Buffer.alloc(4 << 20));
      break;
    case '/other-nonce':
      send(reply(flippedIn(query, query.length - 6)));
      break;
    case '/other-hash':
      // The hash follows version, algorithm and their heads; its last bytes stand well inside of that.
      send(reply(flippedIn(query, 40)));
      break;
    default:
      response.writeHead(404).end();
  }
}

function flippedIn(query: Buffer, at: number): Buffer {
  const copy = Buffer.from(query);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

function configuration(ess: string): string {
  return `[req]
distinguished_name = dn
prompt = no
[dn]
CN = Example TSA Root
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[good]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[expired]
extendedKeyUsage = critical, timeStamping
[tsa]
default_tsa = one
[one]
serial = serial
signer_cert = tsa.pem
certs = root.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
other_policies = 1.2.3.4.2
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = ${ess}
`;
}
