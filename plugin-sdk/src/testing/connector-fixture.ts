import { connect, type Socket } from 'node:net';
import { DataWaveError } from '../errors.ts';
import type { Asset } from '../governance/asset.ts';
import type { ConnectionConfig, ConnectorEnvironment } from '../governance/connector.ts';
import type { Logger } from '../services/logger.ts';

/** An asset that the connector must find. @public */
export interface ExpectedAsset {
  readonly path: readonly string[];
  /** In the source's order. */
  readonly columns: readonly string[];
  /** Exact number of rows, when the test knows it. */
  readonly rows?: number;
}

/** What {@link connectorConformance} tests a connector against. Functions are called when the tests run, not before. @public */
export interface ConnectorFixture {
  /** Settings of a connection that works. */
  readonly config: () => ConnectionConfig | Promise<ConnectionConfig>;
  /** At least one with rows; not necessarily all that the source holds. */
  readonly assets: readonly ExpectedAsset[];
  /** A target of the command line for the same source. */
  readonly target?: () => string | Promise<string>;
  /** Settings with which opening must fail: a wrong password, a port where nobody listens, a file that is missing. */
  readonly unreachable?: () => readonly ConnectionConfig[] | Promise<readonly ConnectionConfig[]>;
  /** Texts that must stand in no error and in nothing that is shown: the password, for instance. */
  readonly secrets?: () => readonly string[];
  /** An asset, not among `assets`, whose reading takes ten seconds or more unless it is called off. */
  readonly slow?: () => Asset;
  /** Further assets, with rows enough that they are cut into slices of a seventh of their size. */
  readonly sliced?: readonly ExpectedAsset[];
  /** Changes the content of an asset, in another way each time, the connection closed when it is done. */
  readonly write?: {
    readonly path: readonly string[];
    readonly write: (time: number) => void | Promise<void>;
  };
  /** The kernel's side; plain sockets and a silent logger unless given. */
  readonly environment?: Partial<ConnectorEnvironment>;
}

const quiet = (): void => undefined;
const silentLogger: Logger = {
  trace: quiet,
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  child: () => silentLogger,
};

const opened = (socket: Socket): Promise<Socket> =>
  new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('error', () =>
      reject(
        new DataWaveError({
          code: 'DW_EGRESS_UNREACHABLE',
          message: 'Nobody listens there.',
          hint: 'Check host and port.',
        }),
      ),
    );
  });

/** An environment with plain sockets and a silent logger, for tests of connectors. @public */
export const directEnvironment: ConnectorEnvironment = {
  egress: {
    connect: ({ host, port }) => opened(connect({ host, port })),
    connectLocal: (path) => opened(connect({ path })),
    fetch: async (url, { method = 'GET', headers = {}, body, signal }) => {
      const content = typeof body === 'string' ? body : body?.slice();
      const answer = await fetch(url, {
        method,
        headers,
        ...(content === undefined ? {} : { body: content }),
        ...(signal === undefined ? {} : { signal }),
      });
      return {
        url: answer.url,
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: new Uint8Array(await answer.arrayBuffer()),
      };
    },
  },
  log: silentLogger,
};
