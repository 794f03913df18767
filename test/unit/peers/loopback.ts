import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

export interface Loopback {
  readonly port: number;
  close(): Promise<void>;
}

export function tlsPath(name: 'ca.pem' | 'server.pem' | 'server-key.pem'): string {
  return fileURLToPath(new URL(`tls/${name}`, import.meta.url));
}

/** An HTTP server on a free port of 127.0.0.1; with `tls`, HTTPS under a certificate of the test authority. */
export async function serve(listener: RequestListener, { tls = false } = {}): Promise<Loopback> {
  const server = tls
    ? createTlsServer(
        { cert: readFileSync(tlsPath('server.pem')), key: readFileSync(tlsPath('server-key.pem')) },
        listener,
      )
    : createServer(listener);
  return listen(server);
}

export async function listen(server: Server): Promise<Loopback> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
