import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import dgram from 'node:dgram';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { EscapeTarget } from './attempt.ts';
import { ATTEMPTS } from './attempts.ts';

const bytesOf = (file: string): string => {
  const { mode, mtimeMs } = fs.statSync(file);
  return `${mode} ${mtimeMs} ${fs.readFileSync(file, 'utf8').slice(0, 200)}`;
};

const answering = (canary: string): net.Server =>
  net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.resume().end(canary);
  });

async function listening(
  server: net.Server,
  where: string | { port: 0; host: '127.0.0.1' },
): Promise<number> {
  server.listen(where);
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A host with something to lose: files, processes, servers. Everything of it lies in one folder and is removed with it. */
export class EscapeHost {
  readonly target: EscapeTarget;
  readonly #folder: string;
  readonly #servers: readonly net.Server[];
  readonly #udp: dgram.Socket;
  readonly #victims: ChildProcess[];
  readonly #intact: ReadonlyMap<string, string>;
  readonly #before = { ...Object.getOwnPropertyDescriptors(Object.prototype) };

  private constructor(
    folder: string,
    target: EscapeTarget,
    servers: readonly net.Server[],
    udp: dgram.Socket,
    victims: ChildProcess[],
  ) {
    this.#folder = folder;
    this.target = target;
    this.#servers = servers;
    this.#udp = udp;
    this.#victims = victims;
    this.#intact = new Map(
      fs.readdirSync(target.victims).map((name) => [name, bytesOf(join(target.victims, name))]),
    );
  }

  /** @param level - in the name of its folder only */
  static async start(level: string): Promise<EscapeHost> {
    const folder = fs.realpathSync(fs.mkdtempSync(join(os.tmpdir(), `datawave-escape-${level}-`)));
    // Walls hold by themselves, not because the folder above happens to be closed.
    fs.chmodSync(folder, 0o755);
    const canary = `CANARY=${randomBytes(16).toString('hex')}`;
    const at = (...names: readonly string[]): string => {
      const path = join(folder, ...names);
      fs.mkdirSync(dirname(path), { recursive: true });
      return path;
    };
    const put = (path: string, text: string): string => {
      fs.writeFileSync(path, text, { mode: 0o644 });
      return path;
    };
    const dataDirectory = at('plugins', 'escaping');
    fs.mkdirSync(dataDirectory);
    const victims = at('host', 'victims');
    fs.mkdirSync(victims);
    for (const { name } of ATTEMPTS) put(join(victims, name.replaceAll(/[ /]/g, '-')), canary);
    const database = at('host', 'data.sqlite');
    new DatabaseSync(database).exec(`create table secrets as select '${canary}' as secret`);
    const [tcp, unix, abstract] = [answering(canary), answering(canary), answering(canary)];
    const udp = dgram.createSocket('udp4');
    udp.on('message', (_, { port, address }) => udp.send(canary, port, address));
    udp.bind(0, '127.0.0.1');
    await once(udp, 'listening');
    const unixSocket = at('host', 'db.sock');
    await listening(unix, unixSocket);
    fs.chmodSync(unixSocket, 0o777);
    const abstractSocket = `\0datawave-escape-${randomBytes(6).toString('hex')}`;
    await listening(abstract, abstractSocket);
    const started = [0, 1, 2].map(() => spawn('sleep', ['600'], { stdio: 'ignore' }));
    const [killed, debugged, slowed] = started.map(({ pid }) => pid ?? 0);
    const target: EscapeTarget = {
      canary,
      directory: fs.realpathSync(import.meta.dirname),
      dataDirectory,
      outside: at('host', '.').replace(/\/\.?$/, ''),
      key: put(at('host', 'key'), canary),
      otherPlugin: put(at('plugins', 'other', 'rows'), canary),
      sibling: put(at('plugins', 'escaping-too', 'rows'), canary),
      victims,
      module: put(at('host', 'module.mjs'), `export default ${JSON.stringify(canary)};`),
      json: put(at('host', 'secret.json'), JSON.stringify({ canary })),
      database,
      kernel: fileURLToPath(import.meta.resolve('../../src/kernel-identity.ts')),
      addon: nativeCode(),
      tcpPort: await listening(tcp, { port: 0, host: '127.0.0.1' }),
      udpPort: udp.address().port,
      unixSocket,
      abstractSocket,
      address: ownAddress(),
      hostPid: process.pid,
      victimPids: { killed: killed ?? 0, debugged: debugged ?? 0, slowed: slowed ?? 0 },
    };
    return new EscapeHost(folder, target, [tcp, unix, abstract], udp, started);
  }

  /** Names of attempts that damaged something since the last time this was asked; it is mended. */
  damaged(): readonly string[] {
    const changed: string[] = [];
    for (const { name } of ATTEMPTS) {
      const file = join(this.target.victims, name.replaceAll(/[ /]/g, '-'));
      const now = fs.existsSync(file) ? bytesOf(file) : 'gone';
      if (now === this.#intact.get(name.replaceAll(/[ /]/g, '-'))) continue;
      changed.push(name);
    }
    const dead = this.#victims.filter(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
    if (dead.length > 0) changed.push('a process of the host was ended');
    if (JSON.stringify(Object.getOwnPropertyDescriptors(Object.prototype)) !== JSON.stringify(this.#before))
      changed.push('Object.prototype was changed');
    return changed;
  }

  async stop(): Promise<void> {
    for (const victim of this.#victims) victim.kill('SIGKILL');
    this.#udp.close();
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))));
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}

const ownAddress = (): string | null =>
  Object.values(os.networkInterfaces())
    .flat()
    .find((one) => one?.internal === false && one.family === 'IPv4')?.address ?? null;

/** Some native code that Node can load on this machine. */
function nativeCode(): string {
  const main = fileURLToPath(import.meta.resolve('@node-rs/argon2'));
  const scope = dirname(dirname(main));
  for (const name of fs.readdirSync(scope).filter((one) => one.startsWith('argon2-'))) {
    const found = fs.readdirSync(join(scope, name)).find((file) => file.endsWith('.node'));
    if (found !== undefined) return join(scope, name, found);
  }
  throw new Error('there is no native code of @node-rs/argon2; run npm install');
}
