import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { EgressService } from '@datawave/plugin-sdk';

interface ConnectionOptions {
  readonly host?: string | null | undefined;
  readonly port?: number | string | null | undefined;
  readonly servername?: string | undefined;
}

type OnCreate = (error: Error | null, stream: Duplex) => void;

/** An agent for `node:http` and `node:https` whose connections pass the egress service. */
export function createEgressAgent(
  egress: Pick<EgressService, 'connect'>,
  protocol: string,
  purpose: string,
): HttpAgent | HttpsAgent {
  const isTls = protocol === 'https:' || protocol === 'https';
  const agent = isTls ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const createConnection = (options: ConnectionOptions, onCreate: OnCreate): undefined => {
    const host = options.host ?? 'localhost';
    egress.connect({ host, port: Number(options.port ?? (isTls ? 443 : 80)), purpose }).then(
      (socket) => {
        const servername = options.servername ?? host;
        // Whatever the process's environment says of it; numbers are no names and are checked as addresses.
        const tls = { socket, host, rejectUnauthorized: true };
        if (!isTls) onCreate(null, socket);
        else onCreate(null, connectTls({ ...tls, ...(isIP(servername) ? {} : { servername }) }));
      },
      (error: unknown) =>
        Reflect.apply(onCreate, undefined, [error instanceof Error ? error : new Error(String(error))]),
    );
    return undefined;
  };
  Reflect.set(agent, 'createConnection', createConnection);
  return agent;
}
