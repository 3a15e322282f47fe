import { once } from 'node:events';
import { createServer } from 'node:net';
import { directEnvironment, serverConformance } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import pg from 'pg';
import {
  makeCertificates,
  requireServer,
  sharedServers,
  startPostgres,
} from '../../../core/test/servers/index.ts';
import { configOf, connector, never, run, slow } from './shop-database.ts';

describe('connections to PostgreSQL', () => {
  before(function () {
    requireServer(this, 'postgres');
  });

  it('is told at once when nobody speaks PostgreSQL there', async () => {
    const dumb = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
      0,
      '127.0.0.1',
    );
    await once(dumb, 'listening');
    const address = dumb.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const error: unknown = await connector
      .open(
        { host: '127.0.0.1', port, database: 'x', username: 'x', sslMode: 'disable' },
        directEnvironment,
        never,
      )
      .catch((reason: unknown) => reason);
    dumb.close();
    expect(error).to.have.property('code', 'DW_SOURCE_UNREACHABLE');
  });

  serverConformance(connector, {
    async secure() {
      const [certificates, stranger] = [makeCertificates('localhost'), makeCertificates('localhost')];
      const server = await startPostgres({ certificates });
      return {
        config: await configOf(server.url),
        authority: certificates.authority,
        strangersAuthority: stranger.authority,
        stop: server.stop,
      };
    },
    async mortal() {
      const server = await startPostgres();
      await run(
        server.url,
        'CREATE TABLE public.t (x int)',
        'INSERT INTO public.t SELECT generate_series(1, 5000)',
        'CREATE VIEW public.slow AS SELECT pg_sleep(60)::text AS x',
      );
      const { crash, restart, stop } = server;
      return {
        config: await configOf(server.url),
        table: { path: ['public', 't'], rows: 5000 },
        slow: { ...slow, path: ['public', 'slow'] },
        ...{ crash, restart, stop },
      };
    },
    async napping() {
      const url = await (await sharedServers.postgres()).createDatabase(`napping_${process.pid}`);
      await run(url, 'CREATE VIEW public.nap AS SELECT pg_sleep(2)::text AS x');
      return {
        config: await configOf(url),
        nap: { ...slow, path: ['public', 'nap'] },
        isNapping: async () => {
          const client = new pg.Client({ connectionString: url });
          await client.connect();
          try {
            const text = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%"nap"%' AND wait_event = 'PgSleep'`;
            return (await client.query(text)).rowCount === 1;
          } finally {
            await client.end();
          }
        },
      };
    },
  });
});

describe('URLs of PostgreSQL', () => {
  const resolved = async (query: string): Promise<unknown> =>
    await connector.resolveTarget(`postgres://me@db/shop${query}`, '/').then(
      (target) => target?.config['sslMode'],
      (error: { readonly code: string }) => error.code,
    );

  it('check the name of a server that the authorities of the system vouch for', async () => {
    expect(await resolved('?sslrootcert=system')).to.equal('verify-full');
    expect(await resolved('?sslrootcert=system&sslmode=verify-full')).to.equal('verify-full');
    expect(await resolved('?sslrootcert=system&sslmode=require')).to.equal('DW_SOURCE_CONFIG');
    expect(await resolved('?sslmode=allow')).to.equal('prefer');
    expect(await resolved('')).to.equal(undefined);
  });
});
