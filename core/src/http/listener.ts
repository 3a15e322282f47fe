import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DataWaveError } from '@datawave/plugin-sdk';

/** Starts listening. @throws DataWaveError DW_HTTP_ADDRESS_IN_USE, DW_HTTP_LISTEN_FAILED */
export function listen(server: Server, host: string, port: number, key: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const onError = (cause: Error): void => reject(listenError(cause, host, port, key));
    server.once('error', onError);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', onError);
      resolve(urlOf(server.address(), host));
    });
  });
}

function listenError(cause: Error, host: string, port: number, key: string): DataWaveError {
  const isTaken = Reflect.get(cause, 'code') === 'EADDRINUSE';
  return new DataWaveError({
    code: isTaken ? 'DW_HTTP_ADDRESS_IN_USE' : 'DW_HTTP_LISTEN_FAILED',
    message: isTaken
      ? `Port ${port} on ${host} is already in use.`
      : `The server cannot listen on ${host}, port ${port}: ${cause.message}.`,
    hint: isTaken
      ? `Stop whatever listens there, or set ${key}.port to another port (0 takes a free one).`
      : `Set ${key}.host and ${key}.port to an address of this machine.`,
    where: key,
    cause,
  });
}

function urlOf(address: string | AddressInfo | null, host: string): string {
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Serves the metrics, and nothing else, on a port of their own. */
export function createMetricsServer(
  render: () => Promise<string>,
  onError: (error: unknown) => void,
): Server {
  return createServer({ maxHeaderSize: 8_192, requestTimeout: 10_000 }, (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    if (request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    render().then(
      (text) =>
        response
          .writeHead(200, {
            'content-type': 'text/plain; version=0.0.4; charset=utf-8',
            'x-content-type-options': 'nosniff',
          })
          .end(request.method === 'HEAD' ? undefined : text),
      (error: unknown) => {
        onError(error);
        response.writeHead(500).end();
      },
    );
  });
}
