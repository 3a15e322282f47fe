import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { DataWaveError } from '../errors.ts';
import type { Asset } from '../governance/asset.ts';
import type {
  ConnectionConfig,
  Connector,
  ConnectorEnvironment,
  ConnectorSession,
} from '../governance/connector.ts';
import { DEFAULT_SAMPLE } from '../governance/sample.ts';
import { conformanceSuite } from './conformance-suite.ts';
import { directEnvironment } from './connector-fixture.ts';

/** A server that speaks TLS, its certificate made out to `localhost`. @public */
export interface SecureServer {
  /** Settings of a connection to it by its address, without those of TLS. */
  readonly config: ConnectionConfig;
  /** PEM of the authority that made its certificate, and of one that did not. */
  readonly authority: string;
  readonly strangersAuthority: string;
  stop(): Promise<void>;
}

/** A server that can be killed. @public */
export interface MortalServer {
  readonly config: ConnectionConfig;
  /** Path and number of rows of a table in it. */
  readonly table: { readonly path: readonly string[]; readonly rows: number };
  /** A view in it whose reading takes a minute. */
  readonly slow: Asset;
  /** Ends it without a word. */
  crash(): Promise<void>;
  /** Starts it again at the same address, with what it held. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A server with a view whose reading takes a few seconds. @public */
export interface NappingServer {
  readonly config: ConnectionConfig;
  readonly nap: Asset;
  /** Whether somebody is reading the view now. */
  isNapping(): Promise<boolean>;
}

/** What {@link serverConformance} tests a connector against. Functions are called when the tests run, not before. @public */
export interface ServerFixture {
  readonly secure: () => Promise<SecureServer>;
  readonly mortal: () => Promise<MortalServer>;
  readonly napping: () => Promise<NappingServer>;
}

const never = (): AbortSignal => new AbortController().signal;

async function within<T>(
  connector: Connector,
  config: ConnectionConfig,
  work: (session: ConnectorSession) => Promise<T>,
  environment: ConnectorEnvironment = directEnvironment,
): Promise<T> {
  const session = await connector.open(config, environment, never());
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

const codeOf = (error: unknown): string => (DataWaveError.is(error) ? error.code : String(error));

/**
 * Registers mocha tests that hold a connector of a database server, whose settings are those of `serverSettingsSchema`, to
 * what they promise of TLS, to going on once a server that died is back, and to ending no statement but the one called off.
 * @public
 */
export function serverConformance(connector: Connector, fixture: ServerFixture): void {
  const mark = { kit: 'connector', version: 1, subject: connector.info.kind };
  conformanceSuite(mark, `the ${connector.info.kind} connector and its server`, () => {
    it('encrypts when it can, and checks the server as far as it is told', async () => {
      const { config, authority, strangersAuthority, stop } = await fixture.secure();
      try {
        const outcome = async (settings: ConnectionConfig): Promise<string> =>
          await within(connector, { ...config, ...settings }, (session) => session.test(never())).then(
            () => 'connected',
            codeOf,
          );
        const named = { host: 'localhost', caCertificate: authority };
        const cases: readonly (readonly [ConnectionConfig, string])[] = [
          [{ sslMode: 'prefer' }, 'connected'],
          [{ sslMode: 'require' }, 'connected'],
          [{ sslMode: 'verify-ca', caCertificate: authority }, 'connected'],
          [{ sslMode: 'verify-full', ...named }, 'connected'],
          [{ sslMode: 'verify-full', caCertificate: authority }, 'DW_SOURCE_TLS'],
          [{ sslMode: 'verify-ca' }, 'DW_SOURCE_TLS'],
          [{ sslMode: 'verify-ca', caCertificate: strangersAuthority }, 'DW_SOURCE_TLS'],
          // Whoever names an authority wants it asked.
          [{ sslMode: 'require', caCertificate: strangersAuthority }, 'DW_SOURCE_TLS'],
        ];
        const outcomes: string[] = [];
        for (const [settings] of cases) outcomes.push(await outcome(settings));
        deepStrictEqual(
          outcomes,
          cases.map(([, expected]) => expected),
        );
      } finally {
        await stop();
      }
    }).timeout(120_000);

    it('survives the death of the server and works again with the next one', async () => {
      const server = await fixture.mortal();
      try {
        await within(connector, server.config, async (session) => {
          let table: Asset | undefined;
          for await (const found of session.discover({ include: [], exclude: [], signal: never() }))
            if ('asset' in found && found.asset.path.join() === server.table.path.join()) table = found.asset;
          ok(table !== undefined, `${server.table.path.join('.')} is discovered`);
          const sample = async (asset: Asset): Promise<number | string | null> =>
            await session
              .sample(asset, DEFAULT_SAMPLE, never())
              .then(({ rowCount }) => rowCount)
              .catch(codeOf);
          const dying = sample(server.slow);
          // Far less than the view takes; whether it has begun makes no difference to what is said.
          await new Promise((resolve) => setTimeout(resolve, 300));
          await server.crash();
          strictEqual(await dying, 'DW_SOURCE_UNREACHABLE');
          strictEqual(await sample(table), 'DW_SOURCE_UNREACHABLE');
          await server.restart();
          strictEqual(await sample(table), server.table.rows);
        });
      } finally {
        await server.stop();
      }
    }).timeout(120_000);

    it('lets a cancellation that comes late end nobody else’s statement', async () => {
      const { config, nap, isNapping } = await fixture.napping();
      const gate = Promise.withResolvers<void>();
      let connections = 0;
      // The second connection is the one over which the first is told to stop.
      const wait = async (): Promise<void> => {
        connections += 1;
        if (connections === 2) await gate.promise;
      };
      const { egress } = directEnvironment;
      const environment: ConnectorEnvironment = {
        ...directEnvironment,
        maxConnections: 1,
        egress: {
          ...egress,
          connect: (to) => wait().then(() => egress.connect(to)),
          connectLocal: (path, purpose) => wait().then(() => egress.connectLocal(path, purpose)),
        },
      };
      /** Until the server is at it, or has been. */
      const begun = async (sample: Promise<unknown>): Promise<void> => {
        let isOver = false;
        void sample.finally(() => {
          isOver = true;
        });
        while (!isOver && !(await isNapping())) await new Promise((resolve) => setTimeout(resolve, 20));
      };
      await within(
        connector,
        // Asked for TLS that it may have or not, a server may be connected to twice.
        { ...config, sslMode: 'disable' },
        async (session) => {
          const gone = new AbortController();
          const first = session.sample(nap, DEFAULT_SAMPLE, gone.signal).catch(() => null);
          await begun(first);
          gone.abort();
          await first;
          const second = session
            .sample(nap, DEFAULT_SAMPLE, never())
            .then(({ sampledRows }) => sampledRows, codeOf);
          await begun(second);
          gate.resolve();
          strictEqual(await second, 1);
        },
        environment,
      );
    }).timeout(120_000);
  });
}
