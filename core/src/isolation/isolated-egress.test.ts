import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin, mailService, serviceRef } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

interface Caller {
  connect(target: object): Promise<string>;
  fetch(url: string, request: object): Promise<string>;
  mail(to: string): Promise<void>;
}

const callerService = serviceRef<Caller>('caller.caller');

const MODULE = `
import { coreServices, definePlugin, mailService, pluginScope, serviceRef } from '@datawave/plugin-sdk';
export default definePlugin()({
  deps: { egress: coreServices.egress },
  optionalDeps: { mail: mailService },
  provides: { caller: serviceRef('caller.caller') },
  setup: ({ deps: { egress }, optional }) => ({
    caller: {
      async connect(target) {
        const socket = await egress.connect(target);
        socket.write('GET / HTTP/1.0\\r\\n\\r\\n');
        return Buffer.concat(await socket.toArray()).toString();
      },
      fetch: async (url, request) => Buffer.from((await egress.fetch(url, request)).body).toString(),
      mail: (to) => optional.mail.send(pluginScope('caller', 'Caller', { signal: new AbortController().signal }), { to, subject: 's', text: 't' }),
    },
  }),
});
`;

describe('an isolated plugin that reaches out', () => {
  let server: Server;
  let port = 0;
  let folder: string;
  let test: TestKernel;
  const mails: unknown[] = [];

  before(async () => {
    server = createServer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello')),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
    folder = mkdtempSync(join(tmpdir(), 'datawave-caller-'));
    writeFileSync(join(folder, 'index.js'), MODULE);
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({
        ...{ name: '@datawave/caller', version: '1.0.0', type: 'module', exports: './index.js' },
        datawave: {
          ...{ manifestVersion: 1, id: 'caller', apiVersion: '*', optional: { mail: '*' } },
          needs: { network: [`127.0.0.1:${port}`], mail: true },
        },
      }),
    );
    test = await createTestKernel({
      plugins: [
        {
          manifest: { manifestVersion: 1, id: 'mail', apiVersion: '*' },
          plugin: definePlugin()({
            provides: { mail: mailService },
            setup: () => ({
              mail: {
                send: async (...args) => void mails.push(['send', ...args]),
                sendToMember: async (...args) => void mails.push(['sendToMember', ...args]),
              },
            }),
          }),
        },
        { directory: folder, isolation: 'child' },
      ],
    });
    expect(test.plugin('caller')).to.include({ state: 'active', reason: null });
  });
  after(async () => {
    await test?.stop();
    rmSync(folder, { recursive: true, force: true });
    await new Promise((resolve) => server.close(resolve));
  });

  const codeOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'done',
      (error: unknown) => Reflect.get(Object(error) as object, 'code'),
    );

  it('speaks with what its manifest names, over streams and requests, and with nothing else', async () => {
    const caller = test.service(callerService);
    expect(await caller.connect({ host: '127.0.0.1', port, purpose: 'x' })).to.match(/hello$/);
    expect(await caller.fetch(`http://127.0.0.1:${port}/`, { purpose: 'x', loopback: 'allow' })).to.equal(
      'hello',
    );
    const elsewhere = { host: '127.0.0.1', port: port === 1 ? 2 : 1, purpose: 'x' };
    expect(await codeOf(caller.connect(elsewhere))).to.equal('DW_ISOLATION_REFUSED');
    const unshown = { host: '127.0.0.1', port, purpose: 'x', workspace: 'another' };
    expect(await codeOf(caller.connect(unshown))).to.equal('DW_ISOLATION_SCOPE');
  });

  it('writes to members alone, in its own name', async () => {
    await test.service(callerService).mail('kate@example.com');
    expect(mails).to.have.length(1);
    const [[method, scope, mail, plugin] = []] = mails as readonly (readonly unknown[])[];
    expect({ method, mail, plugin }).to.deep.equal({
      method: 'sendToMember',
      mail: { to: 'kate@example.com', subject: 's', text: 't' },
      plugin: 'caller',
    });
    expect(Reflect.get(Object(scope) as object, 'principal')).to.include({ id: 'plugin:caller' });
  });
});
