import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
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
  egress: EgressService,
  protocol: string,
  purpose: string,
): HttpAgent | HttpsAgent {
  const isTls = protocol === 'https:' || protocol === 'https';
  const agent = isTls ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const createConnection = (options: ConnectionOptions, onCreate: OnCreate): undefined => {
    const host = options.host ?? 'localhost';
    egress.connect({ host, port: Number(options.port ?? (isTls ? 443 : 80)), purpose }).then(
      (socket) => {
        if (!isTls) onCreate(null, socket);
        else onCreate(null, connectTls({ socket, servername: options.servername ?? host }));
      },
      (error: unknown) =>
        Reflect.apply(onCreate, undefined, [error instanceof Error ? error : new Error(String(error))]),
    );
    return undefined;
  };
  Reflect.set(agent, 'createConnection', createConnection);
  return agent;
}
