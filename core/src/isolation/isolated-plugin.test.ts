import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  coreServices,
  DEFAULT_WORKSPACE,
  definePlugin,
  type ExecutionScope,
  type JobSummary,
  type Logger,
  serviceRef,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestPlugin } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import {
  doubleJob,
  guestService,
  hostService,
  type Probe,
  probeService,
  toolPoint,
} from '../../test/isolation/fixture/src/contracts.ts';
import { type Heard, hostPlugin } from '../../test/isolation/host-plugin.ts';
import { rejection } from '../../test/isolation/peer-pair.ts';
import { findEntry } from '../plugins/entry.ts';
import { readPackage } from '../plugins/manifest.ts';
import type { WatchLimits } from './limits.ts';
import { spawnChild } from './spawn-child.ts';
import { type Health, IsolatedPlugin } from './supervisor/isolated-plugin.ts';

const FIXTURE = join(import.meta.dirname, '../../test/isolation/fixture');

/** A log that can be read. */
function memoryLog(): { readonly log: Logger; readonly lines: string[] } {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (message: string): void =>
      void lines.push(`${level} ${message}`);
  const log: Logger = {
    ...{ trace: write('trace'), debug: write('debug'), info: write('info') },
    ...{ warn: write('warn'), error: write('error') },
    child: () => log,
  };
  return { log, lines };
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !isSo(); waited += 20) {
    if (waited > 20_000) throw new Error(`never: ${what}`);
    await delay(20);
  }
}

async function untilAsync(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; !(await isSo()); waited += 50) {
    if (waited > 20_000) throw new Error(`never: ${what}`);
    await delay(50);
  }
}

interface Isolated extends AsyncDisposable {
  readonly kernel: TestKernel;
  readonly probe: Probe;
  readonly health: string[];
  readonly lines: string[];
  readonly heard: Heard;
  readonly children: readonly ChildProcess[];
}

/** The fixture in a process of its own, without a wall, so that its limits can be set. */
async function start(
  o: {
    readonly config?: object;
    readonly watch?: Partial<WatchLimits>;
    readonly guest?: boolean;
    readonly others?: readonly TestPlugin[];
  } = {},
): Promise<Isolated> {
  const { package: source } = readPackage(FIXTURE, 'fixture');
  const entry = findEntry(FIXTURE);
  if (source === null || entry === null) throw new Error('the fixture is not valid');
  const children: ChildProcess[] = [];
  const [health, heard] = [[] as string[], { remembered: null as unknown, scopes: [], closed: 0 }];
  const { log, lines } = memoryLog();
  const told: Health = {
    degraded: (reason) => void health.push(`degraded: ${reason}`),
    recovered: () => void health.push('recovered'),
    fault: (error) => void health.push(`fault: ${(error as Error).message}`),
    givenUp: (reason) => void health.push(`given up: ${reason}`),
  };
  const isolated = new IsolatedPlugin({
    package: source,
    spawn: () =>
      spawnChild(
        {
          spawn: (program, args) => {
            const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const;
            const child = fork(program, args, { serialization: 'advanced', stdio: [...stdio] });
            children.push(child);
            return child;
          },
        },
        'isolated',
        entry,
        join(tmpdir(), 'datawave-isolated-test'),
      ),
    log,
    health: told,
    scrub: (text) => text.replaceAll(join(FIXTURE, '..'), '…'),
    watch: { backoffMs: 10, ...o.watch },
    channel: { framesPerSecond: 20_000 },
  });
  const kernel = await createTestKernel({
    plugins: [
      ...(o.others ?? []),
      { manifest: { manifestVersion: 1, id: 'host', apiVersion: '*' }, plugin: hostPlugin(heard) },
      ...(o.guest === true
        ? [{ manifest: { manifestVersion: 1, id: 'guest', apiVersion: '*' } as const, plugin: guest }]
        : []),
      {
        manifest: source.manifest,
        version: source.version,
        plugin: () => isolated.load(),
        directory: FIXTURE,
        config: o.config ?? {},
        configSchema: { type: 'object' },
      },
    ],
    log,
  });
  const probe = kernel.plugin('isolated').state === 'active' ? kernel.service(probeService) : (null as never);
  return {
    kernel,
    probe,
    health,
    lines,
    heard,
    children,
    [Symbol.asyncDispose]: () => kernel[Symbol.asyncDispose](),
  };
}

const guest = definePlugin()({
  provides: { guest: guestService },
  setup: () => ({ guest: { name: async () => 'Ada' } }),
});

describe('a plugin in a process of its own', () => {
  let it1: Isolated;
  before(async () => {
    it1 = await start({ config: { greeting: 'Ada' }, guest: true });
  });
  after(() => it1[Symbol.asyncDispose]());

  it('comes up as any other, in another process', async () => {
    expect(it1.kernel.plugin('isolated')).to.include({ state: 'active', reason: null, version: '1.2.3' });
    expect(await it1.probe.run('pid'))
      .to.be.a('number')
      .not.equal(process.pid);
    expect(it1.probe.version).to.equal('1.2.3');
    expect(it1.lines).to.include('info set up');
  });

  it('taps hooks, contributes, uses services and serves routes, in the scope that it is handed', async () => {
    const tool = it1.kernel.kernel.extensions(toolPoint).get('isolated');
    expect(tool?.plugin).to.equal('isolated');
    expect(tool?.value.title).to.equal('Isolated tool');
    const scope = it1.kernel.scope();
    expect(await tool?.value.use(scope, new Map([['a', 1n]]))).to.deep.equal({
      value: new Map([['a', 1n]]),
      by: scope.principal.id,
      visit: 1,
    });
    expect(await tool?.value.use(scope, 0), 'the same scope is the same').to.include({ visit: 2 });
    expect(await it1.kernel.service(hostService).ask('who')).to.deep.equal({
      question: 'who, asked in a process',
    });
    const response = await it1.kernel.request('GET', '/api/v1/isolated/greeting', {
      headers: { cookie: 'session=secret' },
    });
    expect(response.status).to.equal(200);
    expect(response.body).to.deep.equal({ greeting: 'Hello Ada, says user:admin', cookie: null });
    expect(it1.heard.scopes.at(-1)?.workspace).to.equal(DEFAULT_WORKSPACE);
  });

  it('reads what others contribute, and calls it; asks optional services', async () => {
    expect(await it1.probe.run('tools')).to.deep.equal([
      'inside of host: Inside tool',
      'isolated of isolated: Isolated tool',
    ]);
    expect(await it1.probe.run('other tool')).to.equal('plugin:isolated uses 7');
    expect(await it1.probe.run('guest')).to.equal('Ada');
  });

  it('knows of an optional service that has gone or come before it is asked anything else', async () => {
    await it1.kernel.kernel.disable('guest');
    expect(await it1.probe.run('guest')).to.equal(null);
    await it1.kernel.kernel.enable('guest');
    expect(await it1.probe.run('guest')).to.equal('Ada');
  });

  it('streams both ways, stops a stream that nobody reads on, and follows signals', async () => {
    const tool = it1.kernel.kernel.extensions(toolPoint).get('isolated')?.value;
    let rows = 0;
    for await (const batch of tool?.rows(500, new AbortController().signal) ?? []) {
      rows += batch.length;
      expect(batch[3]).to.equal(null);
      expect(batch[9]).to.match(/^row \d+\.9 ÄÖ☃$/);
    }
    expect(rows).to.equal(5000);
    expect(await it1.probe.run('sum')).to.equal(500_500);
    const { closed } = it1.heard;
    expect(await it1.probe.run('first of many')).to.equal(1);
    await until(() => it1.heard.closed > closed, 'the source is told that nobody reads on');
    const abort = new AbortController();
    const followed = it1.probe.follow(abort.signal);
    abort.abort();
    expect(await followed).to.equal('AbortError');
  });

  it('gets errors with their codes and without paths, and its own arrive whole', async () => {
    const thrown = await rejection(it1.probe.run('throws'));
    expect(thrown).to.include({
      code: 'DW_FIXTURE_BROKEN',
      status: 418,
      hint: 'none',
      message: 'broken on purpose',
    });
    const failed = await rejection(it1.probe.run('failure'));
    expect(failed['message']).to.equal('cannot read …/secret/place');
  });

  it('has a value that cannot cross named by its path, and fails that call alone', async () => {
    const [symbol, trap, fine] = await Promise.all([
      rejection(it1.probe.run('symbol')),
      rejection(it1.probe.run('unclonable')),
      it1.probe.echo('fine'),
    ]);
    expect(symbol).to.include({ code: 'DW_ISOLATION_VALUE' });
    expect(symbol['message']).to.contain('deep.0.at is a symbol');
    expect(trap).to.include({ code: 'DW_ISOLATION_VALUE' });
    expect(fine).to.equal('fine');
    const out = await rejection(it1.probe.echo({ a: [1, new Proxy({}, {})] }));
    expect(out).to.include({ code: 'DW_ISOLATION_VALUE' });
  });

  it('gives back the very object that it was handed', async () => {
    const own = { size: 3, use: async () => 1 };
    expect(await it1.probe.echo(own)).to.equal(own);
    await it1.probe.run('remember function');
    expect(await (it1.heard.remembered as () => Promise<string>)()).to.equal('called back');
  });

  it('cannot act as somebody else, and can act as itself where it was let in', async () => {
    const scope = it1.kernel.scope();
    expect(await it1.probe.forge(scope, 'signal')).to.equal(`Hello forger, says ${scope.principal.id}`);
    expect(await it1.probe.forge(scope, 'own')).to.equal('Hello forger, says plugin:isolated');
    for (const how of ['principal', 'workspace', 'own elsewhere'])
      expect((await rejection(it1.probe.forge(scope, how)))['code'], how).to.equal('DW_ISOLATION_SCOPE');
    expect((await rejection(it1.probe.forge(scope, 'raw')))['code']).to.equal('DW_ISOLATION_VALUE');
  });

  it('acts in nobody’s name when the call is over in which it was given it', async () => {
    const scope = it1.kernel.scope();
    expect(await it1.probe.forge(scope, 'signal')).to.equal(`Hello forger, says ${scope.principal.id}`);
    const later = await rejection(it1.probe.run('use kept'));
    expect(later).to.include({ code: 'DW_ISOLATION_SCOPE_OVER', status: 403 });
  });

  it('keeps nobody busy with a pattern, passes no condition for a name, and asks for no password', async () => {
    const send = async (word: string): Promise<number> =>
      (await it1.kernel.request('POST', '/api/v1/isolated/words', { body: { word } })).status;
    expect(await send('aaa')).to.equal(204);
    expect(await send(`${'a'.repeat(500)}!`)).to.equal(400);
    const passed = await rejection(it1.probe.run('pass a condition'));
    expect(passed).to.include({ code: 'DW_ISOLATION_ARGUMENT' });
    const asked = await rejection(it1.probe.run('ask for a password'));
    expect(asked).to.include({ code: 'DW_ISOLATION_ERROR', message: 'Sign in again.' });
  });

  it('prints into the log, not without bound, and an error nobody awaits is told of', async () => {
    await it1.probe.run('print');
    await until(() => it1.lines.includes('info line 0'), 'a printed line');
    expect(it1.lines.filter((line) => line.startsWith('info line '))).to.have.length.below(150);
    await it1.probe.run('reject');
    await until(() => it1.health.includes('fault: nobody awaits this'), 'the fault');
  });

  it('cleans up after itself when it is disabled', async () => {
    await it1.kernel.kernel.disable('isolated');
    expect(it1.lines).to.include('info told to stop').and.to.include('info cleaned up');
    expect(it1.kernel.kernel.extensions(toolPoint).get('isolated')).to.equal(undefined);
    expect((await it1.kernel.request('GET', '/api/v1/isolated/greeting')).status).to.equal(404);
  });
});

const recorderService = serviceRef<{
  record(scope: ExecutionScope, number: number): Promise<string>;
  look(scope: ExecutionScope, id: string): Promise<JobSummary | null>;
}>('recorder.recorder');

/** Keeps data, so that there are jobs and events, and enqueues and publishes. */
const recorder = definePlugin()({
  deps: { storage: coreServices.storage, jobs: coreServices.jobs, events: coreServices.events },
  provides: { recorder: recorderService },
  setup({ deps: { storage, jobs, events } }) {
    return {
      recorder: {
        record: (scope, number) =>
          storage.transaction(scope, async (tx) => {
            await events.publish(tx, scope, {
              type: 'recorder.number.recorded',
              subject: String(number),
              data: {},
            });
            return await jobs.enqueue(tx, scope, doubleJob, { number });
          }),
        look: (scope, id) => jobs.get(scope, id),
      },
    };
  },
});

describe('a plugin in a process of its own, where there is a database', () => {
  it('runs jobs and hears events, also after it has been started again', async () => {
    await using isolated = await start({
      others: [{ manifest: { manifestVersion: 1, id: 'recorder', apiVersion: '*' }, plugin: recorder }],
    });
    const { kernel, probe, health } = isolated;
    const service = kernel.service(recorderService);
    const scope = kernel.scope();
    for (const number of [21, 22]) {
      const id = await service.record(scope, number);
      await untilAsync(async () => (await service.look(scope, id))?.state === 'completed', 'the job is done');
      await untilAsync(
        async () => JSON.stringify(await probe.run('events')).includes(`recorder.number.recorded ${number}`),
        'the event is heard',
      );
      if (number === 22) break;
      await probe.run('exit').catch(() => undefined);
      await until(() => health.includes('recovered'), 'the plugin is back');
    }
  });
});

describe('what goes wrong in the process of a plugin', () => {
  const ENDS: readonly (readonly [string, string, Partial<WatchLimits>])[] = [
    ['exit', 'crash', {}],
    ['throw', 'crash', {}],
    ['hang', 'hang', { hangMs: 1500, pingMs: 50 }],
    ['leak', 'leak', { memoryMb: 180, pingMs: 50 }],
    ['garbage', 'flood', {}],
    ['flood', 'flood', {}],
  ];
  for (const [action, kind, watch] of ENDS)
    it(`is survived: ${action}`, async () => {
      await using isolated = await start({ watch });
      const { probe, health, kernel } = isolated;
      const pid = await probe.run('pid');
      const waiting = probe.follow(new AbortController().signal).catch((error: unknown) => error);
      const hurt = probe.run(action).catch((error: unknown) => error);
      expect(await waiting).to.include({ code: 'DW_ISOLATION_GONE', status: 503 });
      await hurt;
      await until(() => health.includes('recovered'), `the plugin is back after ${action}`);
      expect(health.find((one) => one.startsWith('degraded'))).to.contain(`(${kind})`);
      expect(await probe.run('pid'))
        .to.be.a('number')
        .not.equal(pid);
      const tool = kernel.kernel.extensions(toolPoint).get('isolated')?.value;
      expect(await tool?.use(kernel.scope(), 1)).to.include({ value: 1 });
      expect((await kernel.request('GET', '/api/v1/isolated/greeting')).status).to.equal(200);
    });

  it('ends in giving up when it happens too often', async () => {
    await using isolated = await start({ watch: { failures: 2 } });
    for (let time = 1; time <= 2; time++) {
      await isolated.probe.run('exit').catch(() => undefined);
      await until(() => isolated.health.length >= time * 2 - (time === 2 ? 1 : 0), `failure ${time}`);
    }
    expect(isolated.health.at(-1)).to.match(/^given up: .*failure 2 within 10 minutes/);
  });

  it('is a plugin that does not come up, where it cannot be isolated', async () => {
    await using isolated = await start({ config: { taps: 'sync' } });
    const { state, reason } = isolated.kernel.plugin('isolated');
    expect(state).to.equal('failed');
    expect(reason).to.contain('A tap of the hook "host.sync" must answer at once');
    expect(
      isolated.children.map(({ exitCode, signalCode }) => exitCode ?? signalCode),
      'nothing is left running',
    ).to.deep.equal([0]);
  });
});
