import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DEFAULT_WORKSPACE, sql, workspaceTable } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import pg from 'pg';
import { silentLog, testScope } from '../../../test/storage.ts';
import type { StorageRequest } from '../../../test/storage-process.ts';
import { openStorage, type Storage } from '../storage.ts';
import type { StoragePlugin } from '../storage-plugin.ts';
import { locateBinaries } from './binaries.ts';
import { openEmbeddedServer } from './embedded-server.ts';
import { KEPT_CLUSTERS } from './kept-cluster.ts';
import { isAlive, withProcessLock } from './process-lock.ts';

const THINGS: StoragePlugin = {
  id: 'things',
  schema: 'things',
  entities: [],
  migrations: [
    {
      name: '0001',
      up: ['create table things (n int, workspace_id uuid not null)', ...workspaceTable('things')],
    },
  ],
};

describe('the embedded database', () => {
  // One folder for all: creating a cluster costs more than everything else here.
  let root: string;
  let directory: string;
  const children = new Set<ChildProcess>();

  let kept: string | undefined;
  before(async () => {
    // Here clusters are made as they are for everybody.
    kept = process.env[KEPT_CLUSTERS];
    delete process.env[KEPT_CLUSTERS];
    root = await mkdtemp(join(tmpdir(), 'dw-embedded-'));
    directory = join(root, 'var');
  });
  after(async () => {
    if (kept !== undefined) process.env[KEPT_CLUSTERS] = kept;
    await rm(root, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
    children.clear();
    // Takes over what a killed child has left behind, and stops it.
    await (await openEmbeddedServer({ dataDirectory: directory, log: silentLog })).close();
  });

  const open = (): Promise<Storage> =>
    openStorage({ url: 'embedded', dataDirectory: directory, log: silentLog });
  const serverPid = async (): Promise<number> =>
    Number((await readFile(join(directory, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
  const one = [{ one: 1 }];
  const ask = (storage: Storage): Promise<unknown> =>
    storage.execute({ text: 'select 1 as one', parameters: [] });
  const startChild = async (
    dataDirectory = directory,
    env: NodeJS.ProcessEnv = {},
  ): Promise<{
    process: ChildProcess;
    request: (what: StorageRequest) => Promise<unknown>;
  }> => {
    const child = fork(
      fileURLToPath(import.meta.resolve('../../../test/storage-process.ts')),
      [JSON.stringify({ url: 'embedded', dataDirectory })],
      { env: { ...process.env, ...env } },
    );
    children.add(child);
    await once(child, 'message');
    return {
      process: child,
      request: async (what) => {
        const answer = once(child, what.do === 'close' ? 'exit' : 'message');
        child.send(what);
        return ((await answer) as unknown[])[0];
      },
    };
  };

  it('starts in a new folder, stops when it is closed, and has everything after a second start', async () => {
    const first = await open();
    expect(first.kind).to.equal('embedded');
    expect(first.serverVersion).to.match(/^18\./);
    await first.migrate([THINGS]);
    const pid = await serverPid();
    expect((await stat(join(directory, 'run'))).mode & 0o777).to.equal(0o700);
    await first.close();
    expect(await isAlive(pid)).to.equal(false);
    const made = await stat(join(directory, 'postgres', 'PG_VERSION'));
    const second = await open();
    const { ino, mtimeMs } = await stat(join(directory, 'postgres', 'PG_VERSION'));
    expect([ino, mtimeMs], 'the cluster is not made anew').to.deep.equal([made.ino, made.mtimeMs]);
    expect((await second.migrate([THINGS])).get('things')?.status).to.equal('current');
    await second.close();
  });

  it('is UTF-8 and sorts by code point, whatever the machine’s language', async () => {
    const storage = await open();
    const [row] = await storage.execute<Record<string, string>>({
      text: `select current_setting('server_encoding') as encoding, datcollate, datlocale, upper('straße é') as upper from pg_database where datname = current_database()`,
      parameters: [],
    });
    expect(row).to.include({ encoding: 'UTF8', datlocale: 'C.UTF-8', upper: 'STRASSE É'.replace('SS', 'ß') });
    await storage.close();
  });

  it('is shared by processes: whoever leaves last stops it', async () => {
    const mine = await open();
    const child = await startChild();
    const pid = await serverPid();
    expect(await child.request({ do: 'execute', text: 'select 1 as one' })).to.deep.equal(one);
    await mine.close();
    expect(await child.request({ do: 'execute', text: 'select 1 as one' })).to.deep.equal(one);
    expect(await isAlive(pid)).to.equal(true);
    await child.request({ do: 'close' });
    expect(await isAlive(pid)).to.equal(false);
  });

  it('starts once when several processes start at the same moment', async () => {
    const started = await Promise.all([startChild(), startChild(), open()]);
    const pids = await Promise.all(started.slice(0, 2).map(async () => serverPid()));
    expect(new Set(pids).size).to.equal(1);
    for (const child of started) if ('request' in child) await child.request({ do: 'close' });
    const [, , mine] = started;
    expect(await ask(mine)).to.deep.equal(one);
    await mine.close();
  });

  it('outlives a process that was killed, and is joined by the next', async () => {
    const child = await startChild();
    const pid = await serverPid();
    child.process.kill('SIGKILL');
    await once(child.process, 'exit');
    expect(await isAlive(pid)).to.equal(true);
    const next = await open();
    expect(await serverPid()).to.equal(pid);
    expect(await ask(next)).to.deep.equal(one);
    await next.close();
    expect(await isAlive(pid)).to.equal(false);
  });

  it('comes back after kill -9 of the server, with every committed row, for all processes', async () => {
    const storage = await open();
    await storage.migrate([THINGS]);
    await storage.activate([THINGS]);
    const service = storage.service('things');
    const insert = (n: number): Promise<unknown> =>
      service.transaction(testScope(), (tx) =>
        service.query(tx, sql`insert into things.things values (${n}, ${DEFAULT_WORKSPACE})`),
      );
    const heard: string[] = [];
    await storage.listen('things', (payload) => heard.push(payload));
    const child = await startChild();
    await insert(1);
    const begun = Promise.withResolvers<void>();
    const underWay = service.transaction(testScope(), async (tx) => {
      await service.query(tx, sql`insert into things.things values (99, ${DEFAULT_WORKSPACE})`);
      begun.resolve();
      await service.query(tx, sql`select pg_sleep(20)`);
    });
    const failed = underWay.catch((error: unknown) => error);
    await begun.promise;
    process.kill(await serverPid(), 'SIGKILL');
    expect(await failed).to.include({ code: 'DW_STORAGE_UNAVAILABLE' });
    const again = async (): Promise<void> => {
      for (const deadline = Date.now() + 30_000; ; await sleep(20)) {
        try {
          await insert(2);
          return;
        } catch (error) {
          if (Date.now() > deadline) throw error;
        }
      }
    };
    await again();
    expect(
      await service.transaction(testScope(), (tx) =>
        service.query(tx, sql`select n from things.things order by n`),
      ),
    ).to.deep.equal([{ n: 1 }, { n: 2 }]);
    expect(await child.request({ do: 'execute', text: 'select 1 as one' })).to.deep.equal(one);
    for (const deadline = Date.now() + 30_000; heard.length === 0 && Date.now() < deadline; ) await sleep(10);
    expect(heard).to.deep.equal(['']);
    await child.request({ do: 'close' });
    await storage.close();
  });

  it('starts over stale traces: a postmaster.pid of a stranger, a lock of a dead process, a half-made cluster', async () => {
    await mkdir(join(directory, 'postgres.new', 'base'), { recursive: true });
    await writeFile(
      join(directory, 'postgres', 'postmaster.pid'),
      `${process.pid}\n${join(directory, 'postgres')}\n0\n5432\n${join(directory, 'run')}\n\n0 0\nready\n`,
      { mode: 0o600 },
    );
    await writeFile(join(directory, 'postgres.lock'), '999999999 - dead');
    const storage = await open();
    expect(await ask(storage)).to.deep.equal(one);
    await storage.close();
  });

  it('takes a socket folder elsewhere when the data folder’s path is too long for a socket', async () => {
    const long = join(root, 'x'.repeat(120));
    await symlink(directory, long);
    const server = await openEmbeddedServer({ dataDirectory: long, log: silentLog });
    expect(Buffer.byteLength(join(server.address.host, '.s.PGSQL.5432'))).to.be.below(103);
    expect((await stat(server.address.host)).mode & 0o777).to.equal(0o700);
    const client = new pg.Client({ ...server.address, user: server.superuser, database: 'postgres' });
    await client.connect();
    await client.end();
    await server.close();
    await rm(server.address.host, { recursive: true, force: true });
  });

  it('refuses a folder of another major version and one that it cannot make, saying what to do', async () => {
    const other = join(root, 'other');
    await mkdir(join(other, 'postgres'), { recursive: true });
    await writeFile(join(other, 'postgres', 'PG_VERSION'), '17\n');
    const refused = async (dataDirectory: string): Promise<unknown> =>
      openEmbeddedServer({ dataDirectory, log: silentLog }).then(
        () => null,
        (error: unknown) => error,
      );
    expect(await refused(other)).to.include({ code: 'DW_STORAGE_EMBEDDED_VERSION' });
    expect(await refused('/dev/null/var')).to.include({ code: 'DW_STORAGE_DATA_DIRECTORY' });
    if (process.platform === 'linux')
      expect(await refused('/proc/nowhere/x')).to.include({ code: 'DW_STORAGE_DATA_DIRECTORY' });
    await writeFile(join(directory, 'postgres', 'postgresql.auto.conf.save'), '');
    await writeFile(join(other, 'postgres', 'PG_VERSION'), '18\n');
    await chmod(join(other, 'postgres'), 0o700);
    const error = await refused(other);
    expect(error).to.include({ code: 'DW_STORAGE_EMBEDDED_START' });
    expect(String(error)).to.match(/postgresql\.conf|pg_control|invalid|No such file/);
  });

  it('makes the links of its libraries that an install without scripts leaves out', async () => {
    const { postgres, major } = await locateBinaries(join(root, 'lib'));
    expect(major).to.equal(18);
    // One that the server itself does not load, since servers are running on them.
    const link = join(postgres, '../../lib', process.platform === 'darwin' ? 'libecpg.dylib' : 'libecpg.so');
    await rm(link, { force: true });
    await locateBinaries(join(root, 'lib'));
    expect((await stat(link)).isFile()).to.equal(true);
  });

  it('lets a login without superuser rights that may create roles own everything on a newer server, too', async () => {
    const server = await openEmbeddedServer({ dataDirectory: join(root, 'bare'), log: silentLog });
    const client = new pg.Client({ ...server.address, user: server.superuser, database: 'postgres' });
    await client.connect();
    await client.query('create role dw_owner login createrole');
    await client.query('create database dw owner dw_owner');
    await client.end();
    const storage = await openStorage({
      url: `postgres://dw_owner@/dw?host=${encodeURIComponent(server.address.host)}`,
      dataDirectory: root,
      log: silentLog,
    });
    expect([...(await storage.migrate([THINGS])).values()].map((outcome) => outcome.status)).to.deep.equal([
      'migrated',
      'migrated',
    ]);
    expect(await storage.execute({ text: 'select key from core.workspaces', parameters: [] })).to.deep.equal([
      { key: 'default' },
    ]);
    await storage.close();
    await server.close();
  });

  // Only root has this to fear.
  const asRoot = process.getuid?.() === 0 ? it : (): void => undefined;
  asRoot(
    'runs as another user for root where namespaces are forbidden, and goes on as that user later',
    async () => {
      await chmod(root, 0o711);
      const folder = join(root, 'container');
      // Without unshare on the path the namespace cannot be had.
      const child = await startChild(folder, { PATH: join(root, 'empty') });
      expect(await child.request({ do: 'execute', text: 'select 1 as one' })).to.deep.equal(one);
      await child.request({ do: 'close' });
      expect((await stat(join(folder, 'postgres'))).uid).not.to.equal(0);
      const storage = await openStorage({ url: 'embedded', dataDirectory: folder, log: silentLog });
      expect(await ask(storage)).to.deep.equal(one);
      await storage.close();
    },
  );

  it('locks between processes: one at a time, and never for a dead holder', async () => {
    const file = join(root, 'some.lock');
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 5 }, () =>
        withProcessLock(file, async () => {
          most = Math.max(most, ++inside);
          await sleep(5);
          inside--;
        }),
      ),
    );
    expect(most).to.equal(1);
    await writeFile(file, `${process.pid} 12345 a process of the same id before a restart`);
    expect(await withProcessLock(file, async () => 'taken')).to.equal('taken');
    const waitedFor = await new Promise<string>((tell) => {
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      const end = (pid: string): void => {
        tell(pid);
        release();
      };
      void withProcessLock(file, () => {
        void withProcessLock(file, async () => undefined, end, 5);
        return held;
      });
    });
    expect(waitedFor, 'who waits for long is told for whom').to.equal(String(process.pid));
  });
});
