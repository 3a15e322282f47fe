import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createServer } from 'node:tls';
import { pluginFolder, StagedSource, startPlatform } from '@datawave/core/test-platform';
import { makeCertificates } from '@datawave/core/test-servers';
import {
  coreServices,
  DataWaveError,
  definePlugin,
  scansService,
  sourcesService,
} from '@datawave/plugin-sdk';
import type { TestKernel, TestPlugin } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { createScansCommand } from '../src/scans-command.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Answers the header by which a request was let in, so that the command can be given the same. */
const echo: TestPlugin = {
  manifest: { manifestVersion: 1, id: 'echo', resources: ['echo'], apiVersion: '*' },
  plugin: definePlugin()({
    deps: { http: coreServices.http },
    setup({ deps }) {
      deps.http.route({
        ...{ method: 'GET', path: '/echo', permission: 'public', summary: 'What was sent' },
        handler: async ({ headers }) => ({ body: { authorization: headers['authorization'] ?? '' } }),
      });
      return {};
    },
  }),
};

describe('datawave scans', () => {
  const staged = new StagedSource([{ name: 'a' }, { name: 'b' }, { name: 'c' }]);
  let test: TestKernel;
  let token = '';

  before(async function () {
    this.timeout(120_000);
    test = await startPlatform({
      plugins: [staged.plugin, echo, pluginFolder('scan-rules')],
      scans: { concurrency: 1 },
    });
    const { body } = await test.request('GET', '/api/v1/echo');
    token = String(Reflect.get(Object(body), 'authorization')).replace('Bearer ', '');
    await test.service(sourcesService).register(test.scope(), {
      ...{ key: 'shop', title: 'Shop', connector: 'staged' },
      config: { host: 'a' },
    });
  });
  after(async () => {
    staged.release();
    await test?.stop();
  });

  const run = async (
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    onError: (text: string) => void = () => undefined,
  ): Promise<Ran> => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const said = { out: '', err: '' };
    stdout.on('data', (text) => {
      said.out += String(text);
    });
    stderr.on('data', (text) => {
      said.err += String(text);
      onError(said.err);
    });
    const command = createScansCommand({ egress: test.service(coreServices.egress) });
    const io = {
      ...{ stdout, stderr, cwd: '/', isInteractive: false },
      env: { DATAWAVE_URL: String(test.kernel.address), DATAWAVE_TOKEN: token, ...env },
    };
    const code = await command.run(args, io, test.scope());
    await new Promise((resolve) => setImmediate(resolve));
    return { code, ...said };
  };
  const idOf = ({ out }: Ran): string => String(Reflect.get(Object(JSON.parse(out)), 'id'));

  it('starts a scan of a source by its key, and watches it to its end', async () => {
    const { code, out, err } = await run(['start', 'shop', '--mode', 'full', '--priority', '-5', '--watch']);
    expect(code).to.equal(0);
    expect(out).to.match(/^[0-9a-f-]{36} {2}Shop: completed, 3 of 3 assets/);
    expect(err.trimEnd().split('\n').at(-1)).to.match(/^completed, 3 of 3 assets/);
    const listed = await run(['list', '--source', 'shop', '--state', 'ended']);
    expect(listed.out).to.match(/^ID .*\n[0-9a-f-]{36} {2}shop {4}completed {2}-5 .* 3 of 3 /);
  });

  it('tells what a scan would read, and why, before it starts, by a rule or without one', async () => {
    const { code, out } = await run(['plan', 'shop', '--mode', 'full']);
    expect(code).to.equal(0);
    expect(out.split('\n').slice(0, 3).join('\n')).to.match(
      /^Shop: 3 assets of 3 to read, 3 tasks, .*\nread {3}main\.a: everything is scanned\n {7}every row$/,
    );
    expect((await run(['plan', 'shop'])).out, 'after a scan with the same settings').to.include(
      'read   main.c: its source does not tell whether its content changed\n',
    );
    const { body } = await test.request('POST', '/api/v1/scan-rules', {
      body: { title: 'Only b', assets: { include: ['*.b'] } },
    });
    const id = String(Reflect.get(Object(body), 'id'));
    expect((await run(['plan', 'shop', '--rule', id])).out)
      .to.include('Shop: 1 asset of 3 to read, 1 task')
      .and.include(
        'leave  main.a: the name matches none of the include patterns\nread   main.b: the rule lets it in; ',
      );
    const document = JSON.parse((await run(['plan', 'shop', '--format', 'json'])).out);
    expect(document).to.have.nested.property('assets.length', 3);
    expect((await run(['plan'])).err).to.include('datawave scans plan SOURCE');
    expect((await run(['plan', 'shop', '--rule', crypto.randomUUID()])).err).to.include(
      '[DW_SCAN_RULE_UNKNOWN]',
    );
  });

  it('pauses, resumes and cancels, and says what a state does not allow', async () => {
    staged.hold();
    const id = idOf(await run(['start', 'shop', '--mode=full', '--format=json']));
    await staged.held(1);
    expect((await run(['pause', id])).out).to.include('paused');
    const again = await run(['pause', id]);
    expect(again).to.include({ code: 1, out: '' });
    expect(again.err).to.include('[DW_SCAN_STATE]');
    expect(JSON.parse((await run(['resume', id, '--format', 'json'])).out)).to.include({
      id,
      state: 'running',
    });
    expect((await run(['cancel', id])).code).to.equal(0);
    staged.release();
    await test.service(scansService).finished(test.scope(), id);
    const ended = await run(['watch', id]);
    expect(ended, 'one that has ended already').to.include({ code: 1 });
    expect(ended.out).to.include('cancelled');
    expect((await run(['retry', id, '--watch'])).code).to.equal(0);
  });

  it('leaves with 4 where some assets could not be read, with exactly one document as JSON', async () => {
    const refused = new DataWaveError({ code: 'DW_SOURCE_PERMISSION', message: 'No permission.' });
    staged.assets = [
      { name: 'a' },
      {
        name: 'locked',
        sample: () => {
          throw refused;
        },
      },
    ];
    const { code, out } = await run(['start', 'shop', '--mode', 'full', '--watch', '--format', 'json']);
    expect(code).to.equal(4);
    expect(JSON.parse(out)).to.deep.include({
      state: 'completed-with-errors',
      tasks: { total: 2, done: 2, failed: 1, skipped: 0 },
    });
    staged.assets = [{ name: 'a' }];
  });

  it('follows a scan while it goes on', async () => {
    staged.assets = Array.from({ length: 6 }, (_, index) => ({ name: `t${index}` }));
    staged.hold();
    const id = idOf(await run(['start', 'shop', '--mode', 'full', '--format', 'json']));
    await staged.held(1);
    const seen = Promise.withResolvers<void>();
    const watching = run(['watch', id], {}, (text) => {
      if (/^running/m.test(text)) seen.resolve();
    });
    await Promise.race([seen.promise, watching]);
    staged.release();
    const { code, err } = await watching;
    expect(code).to.equal(0);
    expect(err)
      .to.match(/^running.*0 of 6 assets/m)
      .and.to.match(/^completed, 6 of 6 assets/m);
  });

  it('tells wrong usage, a wrong token, a wrong address and an unknown source from one another', async () => {
    const cases: readonly (readonly [readonly string[], Readonly<Record<string, string>>, number, string])[] =
      [
        [['lsit'], {}, 2, 'Did you mean list?'],
        [[], {}, 2, 'Say what is to be done.'],
        [['watch'], {}, 2, 'datawave scans watch ID'],
        [['start', 'shop', '--modus', 'full'], {}, 2, 'Did you mean --mode?'],
        [['start', 'shop', '--priority', '101'], {}, 2, 'from -100 to 100'],
        [['list'], { DATAWAVE_URL: 'http://admin:secret-word@localhost' }, 2, 'Set DATAWAVE_TOKEN instead.'],
        [['list'], { DATAWAVE_TOKEN: '' }, 1, 'DATAWAVE_TOKEN is not set.'],
        [['list'], { DATAWAVE_TOKEN: 'forged' }, 1, 'does not accept the token'],
        [['list'], { DATAWAVE_URL: 'http://127.0.0.1:1' }, 1, '[DW_EGRESS_UNREACHABLE]'],
        [['list'], { DATAWAVE_URL: 'http://169.254.169.254' }, 1, '[DW_EGRESS_REFUSED]'],
        [['list'], { DATAWAVE_URL: `${test.kernel.address}/elsewhere` }, 1, 'DATAWAVE_URL'],
        [['start', 'shopp'], {}, 1, 'There is no source "shopp"'],
        [['watch', '00000000-0000-4000-8000-000000000000'], {}, 1, '[DW_SCAN_UNKNOWN]'],
      ];
    for (const [args, env, code, told] of cases) {
      const ran = await run(args, env);
      expect(ran, args.join(' ')).to.include({ code, out: '' });
      expect(ran.err, args.join(' ')).to.include(told).and.not.to.include('secret-word');
    }
  });

  /** The command in a process of its own. */
  const runAlone = async (env: Readonly<Record<string, string>> = {}): Promise<Ran> => {
    const main = join(import.meta.dirname, '../../../core/src/cli/main.ts');
    const child = spawn(process.execPath, [main, 'scans', 'list', '--format', 'json'], {
      env: { ...process.env, DATAWAVE_URL: String(test.kernel.address), DATAWAVE_TOKEN: token, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (text) => {
      said.out += String(text);
    });
    child.stderr.on('data', (text) => {
      said.err += String(text);
    });
    const [code] = await once(child, 'close');
    return { code: Number(code), ...said };
  };

  it('is a command of its own, that opens neither database nor port', async function () {
    this.timeout(60_000);
    const { code, out, err } = await runAlone();
    expect(code, err).to.equal(0);
    expect(JSON.parse(out)).to.have.property('items').that.is.an('array').with.length.above(2);
  });

  it('tells what changed since the scan before, once a watched scan has ended', async () => {
    staged.assets = [{ name: 'a' }];
    await run(['start', 'shop', '--mode', 'full', '--watch']);
    staged.assets = [{ name: 'a' }, { name: 'fresh', columns: { mail: ['a@example.com', 'b@example.com'] } }];
    const { code, out } = await run(['start', 'shop', '--mode', 'full', '--watch']);
    expect(code).to.equal(0);
    expect(out).to.match(
      /Since the scan before: \d+ new findings?, \d+ gone; 1 new asset, \d+ changed, \d+ gone/,
    );
    const again = await run(['start', 'shop', '--mode', 'full', '--watch']);
    expect(again.out).to.include('Since the scan before: nothing changed');
  });

  it('speaks https with a platform whose authority it is told to trust, and with no other', async function () {
    this.timeout(120_000);
    const folder = await mkdtemp(join(tmpdir(), 'datawave-scans-command-'));
    const { authority, certificate, key } = makeCertificates('localhost');
    const inner = Number(new URL(String(test.kernel.address)).port);
    // Ends the encryption in front of the platform, as a proxy does.
    const server = createServer({ cert: certificate, key }, (outside) => {
      const inside = connect(inner, '127.0.0.1');
      outside.on('error', () => inside.destroy());
      inside.on('error', () => outside.destroy());
      outside.pipe(inside).pipe(outside);
    });
    try {
      await writeFile(join(folder, 'authority.pem'), authority);
      server.listen(0, 'localhost');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const url = `https://localhost:${port}`;
      const refused = await run(['list'], { DATAWAVE_URL: url });
      expect(refused).to.include({ code: 1, out: '' });
      expect(refused.err)
        .to.include('[DW_PLATFORM_CERTIFICATE]')
        .and.include('NODE_EXTRA_CA_CERTS=/path/to/authority.pem')
        .and.not.include(token);
      const trusted = await runAlone({
        DATAWAVE_URL: url,
        NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem'),
      });
      expect(trusted.code, trusted.err).to.equal(0);
      expect(JSON.parse(trusted.out)).to.have.property('items').that.is.an('array').with.length.above(2);
      const otherName = await runAlone({
        DATAWAVE_URL: `https://127.0.0.1:${port}`,
        NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem'),
      });
      expect(otherName).to.include({ code: 1, out: '' });
      expect(otherName.err).to.include('made for another name');
    } finally {
      server.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
