import { Socket } from 'node:net';
import type { EgressService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { rejection } from '../../../test/isolation/peer-pair.ts';
import { silentLog } from '../../../test/storage.ts';
import { createEgress } from '../../security/egress.ts';
import { GuardedEgress } from './guarded-egress.ts';
import { HostSockets } from './host-socket.ts';

/** The way out of a guest, and what it asks of the broker's own. */
function guarded(network: readonly string[], settings: readonly unknown[] = []) {
  const asked: (readonly unknown[])[] = [];
  const refused: string[] = [];
  const egress: EgressService = {
    connect: async (target) => {
      asked.push(['connect', target]);
      return new Socket();
    },
    connectLocal: async (...args) => {
      asked.push(['connectLocal', ...args]);
      return new Socket();
    },
    fetch: async (url, request) => {
      asked.push(['fetch', String(url), request]);
      return { url: String(url), status: 200, headers: {}, body: new Uint8Array() };
    },
  };
  const sockets = new HostSockets('guest');
  const guard = new GuardedEgress(
    egress,
    { network, settings },
    {
      ...{ plugin: 'guest', sockets, isShown: (workspace: string) => workspace === 'shown' },
      onRefused: (where) => void refused.push(where),
    },
  );
  return { guard, asked, refused };
}

describe('the way out of an isolated plugin', () => {
  it('is in the name of a workspace that it was shown, or by the rules of all of them', async () => {
    const { guard, asked } = guarded(['api.example.com']);
    const target = { host: 'api.example.com', port: 443, purpose: 'look' };
    await guard.connect(target);
    await guard.connect({ ...target, workspace: 'shown' });
    await guard.fetch('https://api.example.com/x', { purpose: 'look' });
    expect(asked.map((args) => Reflect.get(Object(args.at(-1)) as object, 'workspace'))).to.deep.equal([
      '*',
      'shown',
      '*',
    ]);
    for (const workspace of ['other', '', 7, null]) {
      expect(await rejection(guard.connect({ ...target, workspace }))).to.include({
        code: 'DW_ISOLATION_SCOPE',
      });
      expect(await rejection(guard.fetch('https://api.example.com', { workspace }))).to.include({
        code: 'DW_ISOLATION_SCOPE',
      });
    }
    expect(asked).to.have.length(3);
  });

  it('is asked for under its own name, follows no redirect, and leads home only where that is named', async () => {
    const { guard, asked } = guarded(['*'], [{ host: 'localhost' }]);
    await guard.fetch('http://localhost:1/', {
      ...{ purpose: 'the\nkernel', loopback: 'allow', maxRedirects: 5, maxBytes: 1e12, method: 'PUT' },
      privateNetworks: 'allow',
    });
    expect(asked.pop()?.[2]).to.deep.equal({
      ...{ purpose: 'guest (the kernel)', loopback: 'refuse', maxRedirects: 0, workspace: '*' },
      privateNetworks: 'refuse',
      ...{ maxBytes: 32 * 1024 * 1024, method: 'PUT' },
    });
    await guard.connect({ host: '127.0.0.1', port: 1, purpose: 'guest', loopback: 'allow' });
    expect(asked.pop()?.[1]).to.include({ purpose: 'guest', loopback: 'refuse' });
    const named = guarded(['the server of the settings'], [{ host: 'localhost' }]);
    await named.guard.connect({ host: 'localhost', port: 1, purpose: 'x' });
    // As the broker has it: a database mostly stands there.
    expect(named.asked.pop()?.[1]).not.to.have.property('loopback');
    await named.guard.fetch('http://localhost/', { purpose: 'x', loopback: 'allow' });
    expect(named.asked.pop()?.[2]).to.include({ loopback: 'allow' });
  });

  it('leads nowhere that is not declared, whatever it is asked with', async () => {
    const { guard, asked, refused } = guarded(['api.example.com:443']);
    const places: readonly unknown[] = [
      { host: 'evil.example.com', port: 443 },
      { host: 'api.example.com', port: 80 },
      { host: { length: 3 }, port: 443 },
      { host: 'api.example.com', port: '443' },
      null,
    ];
    for (const place of places)
      expect(await rejection(guard.connect(place))).to.include({ code: 'DW_ISOLATION_REFUSED' });
    expect(await rejection(guard.fetch('https://evil.example.com', {}))).to.include({
      code: 'DW_ISOLATION_REFUSED',
    });
    expect(await rejection(guard.connectLocal('/run/docker.sock', 'x'))).to.include({
      code: 'DW_ISOLATION_REFUSED',
    });
    expect(asked).to.deep.equal([]);
    // The operator reads it in the log.
    expect(refused).to.deep.equal([
      ...['evil.example.com:443', 'api.example.com:80', 'evil.example.com:443', '/run/docker.sock'],
    ]);
  });

  it('goes, in the name of no workspace, only where every workspace that has rules may go', async () => {
    const lists: readonly (readonly string[])[] = [['127.0.0.1', 'a.example.com'], ['127.0.0.1']];
    const egress = createEgress({
      ...{ policy: {}, log: silentLog, resolve: async () => [{ address: '127.0.0.2', family: 4 }] },
      workspaceRules: async () => [],
      everyWorkspacesRules: async () => lists,
    });
    const ask = async (host: string, workspace?: string): Promise<string> =>
      (await rejection(egress.connect({ host, port: 1, purpose: 'x', ...(workspace ? { workspace } : {}) })))
        .code;
    expect(await ask('a.example.com', '*')).to.equal('DW_EGRESS_REFUSED');
    expect(await ask('127.0.0.1', '*')).to.equal('DW_EGRESS_UNREACHABLE');
    expect(await ask('a.example.com')).to.equal('DW_EGRESS_UNREACHABLE');
  });

  it('leads behind no walls by a name that is its author’s', async () => {
    for (const address of [
      '10.1.2.3',
      '172.31.0.1',
      '192.168.0.9',
      '100.64.1.1',
      'fd12::1',
      '::ffff:10.1.2.3',
    ]) {
      const egress = createEgress({
        ...{ policy: {}, log: silentLog },
        resolve: async () => [{ address, family: address.includes(':') ? 6 : 4 }],
      });
      const guard = new GuardedEgress(
        egress,
        { network: ['api.example.com'], settings: [] },
        {
          ...{ plugin: 'guest', sockets: new HostSockets('guest'), isShown: () => false },
          onRefused: () => undefined,
        },
      );
      const target = { host: 'api.example.com', port: 443, purpose: 'x', timeoutMs: 200 };
      const error = await rejection(guard.connect({ ...target, privateNetworks: 'allow' }));
      expect(error, address).to.include({ code: 'DW_EGRESS_REFUSED' });
      expect(error.message).to.contain('private network');
      expect(await rejection(guard.fetch('https://api.example.com', { purpose: 'x' }))).to.include({
        code: 'DW_EGRESS_REFUSED',
      });
    }
  });
});
