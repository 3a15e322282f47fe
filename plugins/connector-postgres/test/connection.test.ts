import { once } from 'node:events';
import { createServer } from 'node:net';
import { type ConnectionConfig, DataWaveError, DEFAULT_SAMPLE } from '@datawave/plugin-sdk';
import { directEnvironment } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { makeCertificates, requireServer, startPostgres } from '../../../core/test/servers/index.ts';
import { assetNamed, closing, connector, never, open, run, slow } from './shop-database.ts';

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

  it('encrypts when it can, and checks the server as far as it is told', async function () {
    this.timeout(120_000);
    const [certificates, stranger] = [makeCertificates('localhost'), makeCertificates('localhost')];
    const secure = await startPostgres({ certificates });
    try {
      const base = (await connector.resolveTarget(secure.url, '/'))?.config ?? {};
      const outcome = async (settings: ConnectionConfig): Promise<string> => {
        try {
          await using session = closing(
            await connector.open({ ...base, ...settings }, directEnvironment, never),
          );
          await session.test(never);
          return 'connected';
        } catch (error) {
          return DataWaveError.is(error) ? error.code : String(error);
        }
      };
      const caCertificate = certificates.authority;
      expect(await outcome({ sslMode: 'prefer' })).to.equal('connected');
      expect(await outcome({ sslMode: 'require' })).to.equal('connected');
      expect(await outcome({ sslMode: 'verify-ca', caCertificate })).to.equal('connected');
      expect(await outcome({ sslMode: 'verify-full', caCertificate, host: 'localhost' })).to.equal(
        'connected',
      );
      expect(await outcome({ sslMode: 'verify-full', caCertificate })).to.equal('DW_SOURCE_TLS');
      expect(await outcome({ sslMode: 'verify-ca' })).to.equal('DW_SOURCE_TLS');
      expect(await outcome({ sslMode: 'verify-ca', caCertificate: stranger.authority })).to.equal(
        'DW_SOURCE_TLS',
      );
    } finally {
      await secure.stop();
    }
  });

  it('survives the death of the server and works again with the next one', async function () {
    this.timeout(120_000);
    const mortal = await startPostgres();
    try {
      await run(
        mortal.url,
        'CREATE TABLE public.t (x int)',
        'INSERT INTO public.t SELECT generate_series(1, 5000)',
        'CREATE VIEW public.slow AS SELECT pg_sleep(60)::text AS x',
      );
      await using session = await open(mortal.url);
      const table = await assetNamed(session, 'public', 't');
      const dying = session
        .sample({ ...slow, path: ['public', 'slow'] }, DEFAULT_SAMPLE, never)
        .catch((reason: unknown) => reason);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await mortal.crash();
      expect(await dying).to.have.property('code', 'DW_SOURCE_UNREACHABLE');
      expect(
        await session.sample(table, DEFAULT_SAMPLE, never).catch((reason: unknown) => reason),
      ).to.have.property('code', 'DW_SOURCE_UNREACHABLE');
      await mortal.restart();
      expect((await session.sample(table, DEFAULT_SAMPLE, never)).rowCount).to.equal(5000);
    } finally {
      await mortal.stop();
    }
  });
});

it('the postgres connector asks for a host and a database alone, so that no password of a pasted URL is shown', () => {
  const { properties } = connector.info.connectionSchema as {
    readonly properties: Readonly<Record<string, { readonly pattern?: string }>>;
  };
  const fits = (setting: string, value: string): boolean =>
    new RegExp(properties[setting]?.pattern ?? '', 'u').test(value);
  for (const value of ['postgres://me:s3cret@db/shop', 'me:s3cret@db'])
    expect(fits('host', value), value).to.equal(false);
  for (const value of ['db.example.com', '10.0.0.1', '::1', '/run/postgres'])
    expect(fits('host', value), value).to.equal(true);
  expect(fits('database', 'postgres://me:s3cret@db/shop')).to.equal(false);
  expect(fits('database', 'shop @ night')).to.equal(true);
});
