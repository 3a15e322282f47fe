import type { ServerResponse } from 'node:http';
import type { EgressService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { type InstallSite, openSite } from '../../test/packages/install-site.ts';
import { makePackage } from '../../test/packages/make-package.ts';
import { StandInRegistry } from '../../test/packages/stand-in-registry.ts';
import { refusal } from '../../test/refusal.ts';
import { silentLog, testScope } from '../../test/storage.ts';
import { createEgress } from '../security/egress.ts';
import { listChanges } from './apply/change-rows.ts';
import { openRegistries } from './registries/open-registries.ts';

const scope = testScope();
const NAME = '@acme/weather';

describe('a registry that is down, slow or lies', function () {
  this.timeout(60_000);
  let registry: StandInRegistry;
  let other: StandInRegistry;
  let site: InstallSite;

  before(async () => {
    registry = await new StandInRegistry().start();
    other = await new StandInRegistry().start();
    site = await openSite({
      packages: { maxBytes: 20_000 },
      registries: [
        { name: 'ours', url: registry.url, scopes: ['@acme'], priority: 10, token: 'secret://ours' },
        { name: 'public', url: other.url, priority: 20 },
      ],
    });
    await registry.publish({});
  });
  after(async () => {
    await registry.stop();
    await other.stop();
    await site.close();
  });
  afterEach(() => {
    registry.intercept = () => false;
    registry.lie = (packument) => packument;
  });

  const plan = async (
    name = NAME,
    more: object = {},
  ): Promise<{ readonly code: unknown; readonly text: string }> =>
    site.installer.propose({ install: [{ name, range: null }], ...more }, scope).then(
      ({ plan: made }) => ({
        code: null,
        text: made.changes.map((one) => `${one.name} ${one.registry}`).join(),
      }),
      (error: unknown) => ({ code: Object(error).code, text: `${Object(error).message}` }),
    );
  const versionOf = (packument: Record<string, unknown>): Record<string, unknown> =>
    (packument['versions'] as Record<string, Record<string, unknown>>)['1.0.0'] ?? {};

  it('is not believed when the bytes are others than it lists, or another package', async () => {
    const good = await makePackage();
    const swaps = [
      [await makePackage({ files: { 'more.txt': 'x' } }), /^DW_PACKAGES_TAMPERED$/],
      [await makePackage({ name: '@acme/other' }), /^DW_PACKAGES_TAMPERED$/],
      [good.subarray(0, 300), /^DW_PACKAGE_/],
      [Buffer.from('no archive'), /^DW_PACKAGE_/],
    ] as const;
    for (const [bytes, code] of swaps) {
      registry.replace(NAME, '1.0.0', bytes);
      expect((await plan()).code).to.match(code);
    }
    registry.replace(NAME, '1.0.0', good);
    registry.lie = (packument) => {
      versionOf(packument)['datawave'] = { manifestVersion: 1, id: 'weather', apiVersion: '*', needs: {} };
      return packument;
    };
    expect((await plan()).text).to.include('its manifest is another');
  });

  it('leads nobody to another address, and not its token either', async () => {
    registry.lie = (packument) => {
      versionOf(packument)['dist'] = { tarball: `${other.url}evil.tgz` };
      return packument;
    };
    expect((await plan()).code).to.equal('DW_PACKAGES_REGISTRY_LIES');
    registry.lie = (packument) => packument;
    registry.intercept = (_request, response) => {
      response.writeHead(302, { location: `${other.url}${NAME}` }).end();
      return true;
    };
    expect((await plan()).code, 'this machine is reached where the configuration says so').to.equal(
      'DW_EGRESS_REFUSED',
    );
    expect(other.asked).to.deep.equal([]);
  });

  it('gives its token to nobody else at its origin, neither by an address that it lists nor by leading there', async () => {
    const base = await openSite({
      registries: [{ name: 'ours', url: `${registry.url}npm/`, token: 'secret://ours' }],
    });
    const told = async (): Promise<readonly string[]> => {
      registry.asked.length = 0;
      const request = { install: [{ name: NAME, range: null }] };
      await base.installer.propose(request, scope).catch(() => undefined);
      return registry.asked.map(({ path, authorization }) => `${path} ${authorization ?? 'nothing'}`);
    };
    const lead = (location: string, from = '/npm/'): void => {
      registry.intercept = (request, response) => {
        if (request.url?.startsWith(from) !== true) return false;
        response.writeHead(302, { location }).end();
        return true;
      };
    };
    const packument = `/npm/${NAME} Bearer token of ours`;
    try {
      lead(`/${NAME}`);
      expect(await told()).to.deep.equal([
        packument,
        `/${NAME} nothing`,
        `/${NAME}/-/weather-1.0.0.tgz nothing`,
      ]);
      for (const [way, path] of [
        ['/npm/../other', '/other'],
        ['/npm/..%2fother', '/npm/../other'],
        ['/npm/%252e%252e%252fother', '/npm/%2e%2e%2fother'],
        ['/npmother', '/npmother'],
      ] as const) {
        lead(way, `/npm/${NAME.replace('/', '%2f')}`);
        expect(await told(), way).to.deep.equal([packument, `${path} nothing`]);
      }
      lead('/npm/again');
      const asked = await told();
      expect([asked.length, asked.at(-1)], 'not for ever').to.deep.equal([
        4,
        '/npm/again Bearer token of ours',
      ]);
    } finally {
      await base.close();
    }
  });

  it('is refused with a reason when it answers nonsense, nothing, too much or nobody', async () => {
    const answers: readonly (readonly [number, string, string])[] = [
      [200, '{"name":"@acme/else","versions":{}}', 'DW_PACKAGES_REGISTRY_LIES'],
      [200, '<html>', 'DW_PACKAGES_REGISTRY_LIES'],
      [200, '[]', 'DW_PACKAGES_REGISTRY_LIES'],
      [503, '', 'DW_PACKAGES_REGISTRY_FAILED'],
      [401, '', 'DW_PACKAGES_REGISTRY_DENIED'],
    ];
    for (const [status, body, code] of answers) {
      registry.intercept = (_request, response) => {
        response.writeHead(status).end(body);
        return true;
      };
      expect((await plan()).code, body).to.equal(code);
    }
    registry.intercept = (request, response) => {
      if (request.url?.endsWith('.tgz') !== true) return false;
      response.writeHead(200).end(Buffer.alloc(30_000));
      return true;
    };
    expect((await plan()).code).to.equal('DW_EGRESS_TOO_LARGE');
    const cut = Promise.withResolvers<void>();
    registry.intercept = (_request, response) => {
      response.on('close', cut.resolve).writeHead(200);
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(1 << 20, ' '), more);
      };
      more();
      return true;
    };
    expect((await plan()).code, 'one that never ends').to.equal('DW_EGRESS_TOO_LARGE');
    await cut.promise;
    registry.intercept = (request) => {
      request.socket.destroy();
      return true;
    };
    expect((await plan()).code).to.equal('DW_EGRESS_UNREACHABLE');
  });

  it('is not waited for without end when it is slow, from the first byte or in between', async () => {
    const { parts } = site;
    const egress = createEgress({ policy: parts.config.egress, log: silentLog });
    const deadlines: number[] = [];
    /** The client's own deadlines, a hundred times as short. */
    const hurried: EgressService = {
      ...egress,
      fetch: (url, request) => {
        deadlines.push(request.timeoutMs ?? Number.POSITIVE_INFINITY);
        return egress.fetch(url, { ...request, timeoutMs: (request.timeoutMs ?? 0) / 100 });
      },
    };
    const installer = site.another({
      registries: () =>
        openRegistries(parts.config, { egress: hurried, reveal: () => Promise.resolve('token') }),
    });
    const slow = async (isSlow: (path: string) => boolean, answer: (response: ServerResponse) => void) => {
      registry.intercept = ({ url = '' }, response) => {
        if (isSlow(url)) answer(response);
        return isSlow(url);
      };
      const request = { install: [{ name: NAME, range: null }] };
      return String(Object((await refusal(installer.propose(request, scope))) as unknown).code);
    };
    const trickle = (response: ServerResponse): void => {
      const timer = setInterval(() => response.write(' '), 20);
      response.writeHead(200).on('close', () => clearInterval(timer));
    };
    expect(
      await slow(
        () => true,
        () => undefined,
      ),
    ).to.equal('DW_EGRESS_TIMEOUT');
    expect(await slow(() => true, trickle)).to.equal('DW_EGRESS_TIMEOUT');
    expect(await slow((url) => url.endsWith('.tgz'), trickle)).to.equal('DW_EGRESS_TIMEOUT');
    expect(Math.max(...deadlines)).to.be.at.most(120_000);
  });

  it('has nobody else asked for what is pinned to it, or asked before, also when it is down', async () => {
    await other.publish({ version: '9.0.0' });
    await other.publish({ name: 'unscoped', version: '9.0.0', manifest: { id: 'unscoped' } });
    await registry.publish({ name: 'unscoped', manifest: { id: 'unscoped' } });
    other.asked.length = 0;
    expect((await plan()).text).to.equal(`${NAME} ours`);
    expect((await plan('unscoped')).text, 'the first by priority').to.equal('unscoped ours');
    expect((await plan('@acme/nothing')).code).to.equal('DW_PACKAGES_UNKNOWN');
    expect((await plan(NAME, { registry: 'public' })).code).to.equal('DW_PACKAGES_PINNED');
    registry.intercept = (_request, response) => {
      response.writeHead(500).end();
      return true;
    };
    for (const name of [NAME, 'unscoped'])
      expect((await plan(name)).code).to.equal('DW_PACKAGES_REGISTRY_FAILED');
    expect(other.asked).to.deep.equal([]);
    expect((await plan('unscoped', { registry: 'public' })).text).to.equal('unscoped public');
  });

  it('has left no change behind but those that were planned', async () => {
    const changes = await listChanges(site.database.storage, 100);
    expect(changes.every(({ state }) => state === 'proposed')).to.equal(true);
  });
});
