import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { type Loopback, listen } from './loopback.js';

export interface ProxyServer extends Loopback {
  /** `CONNECT host:port` and `GET http://…`, in the order of arrival. */
  readonly asked: readonly string[];
}

/** A forward proxy on loopback: tunnels for CONNECT, absolute URLs for the rest. */
export async function proxyServer(): Promise<ProxyServer> {
  const asked: string[] = [];
  const server = createServer((incoming, outgoing) => {
    asked.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    const { method, headers } = incoming;
    const onward = request(incoming.url ?? '', { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  server.on('connect', (incoming, socket, head) => {
    asked.push(`CONNECT ${incoming.url ?? ''}`);
    const [host, port] = (incoming.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return { asked, ...(await listen(server)) };
}
