import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Loopback as well, but what {@link REFUSED} leaves out: where a connector may go, so that one that goes nowhere is seen. */
export const ALLOWED_HOST = '127.128.0.1';
/** Where the configuration lets nobody connect to. */
export const REFUSED = ['127.0.0.0/9', '127.192.0.0/10', '::1/128', '0.0.0.0/8', '::/128'] as const;

/** Servers and files that nobody may reach, each seen when somebody does; and the same where everybody may. */
export class InsideTraps {
  /** How often somebody has connected to a server. */
  connections = 0;
  readonly #folder: string;
  /** Below the working folder, from which connectors may read. */
  readonly #allowed: string;
  readonly #servers: readonly [Server, Server];
  #port = 0;

  private constructor(folder: string, allowed: string) {
    this.#folder = folder;
    this.#allowed = allowed;
    const server = (): Server =>
      createServer((socket) => {
        this.connections += 1;
        socket.destroy();
      });
    this.#servers = [server(), server()];
  }

  static async lay(): Promise<InsideTraps> {
    const folder = await mkdtemp(join(tmpdir(), 'datawave-inside-'));
    const traps = new InsideTraps(folder, await mkdtemp(join(process.cwd(), '.datawave-inside-')));
    try {
      await traps.#lay();
      return traps;
    } catch (error) {
      await traps.remove();
      throw error;
    }
  }

  async #lay(): Promise<void> {
    const [server, local] = this.#servers;
    server.listen(0, '::');
    await once(server, 'listening');
    const address = server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : 0;
    local.listen(this.#socket);
    await once(local, 'listening');
    for (const folder of [this.#folder, this.#allowed]) {
      await writeFile(join(folder, 'secret.csv'), 'name,secret\na,b\n');
      const database = new DatabaseSync(join(folder, 'secret.sqlite'));
      database.exec(`create table people (name text, secret text); insert into people values ('a', 'b')`);
      database.close();
    }
    for (const name of ['secret.csv', 'secret.sqlite'])
      await symlink(join(this.#folder, name), join(this.#allowed, `link-to-${name}`));
  }

  /** Of the server, at every address of this machine. */
  get port(): number {
    return this.#port;
  }

  get #socket(): string {
    return join(this.#folder, `.s.PGSQL.${this.#port}`);
  }

  /** What is refused to who connects by host. */
  get hosts(): readonly string[] {
    return [this.#folder, this.#socket];
  }

  /** What is refused to who reads files. */
  get paths(): readonly string[] {
    return [
      this.#folder,
      ...['secret.csv', 'secret.sqlite'].map((name) => join(this.#folder, name)),
      ...['link-to-secret.csv', 'link-to-secret.sqlite'].map((name) => join(this.#allowed, name)),
    ];
  }

  /** The same file where it may be read. @param extensions - of the files that somebody reads */
  allowedPath(extensions: readonly string[]): string {
    return join(this.#allowed, extensions.includes('.sqlite') ? 'secret.sqlite' : 'secret.csv');
  }

  async remove(): Promise<void> {
    for (const server of this.#servers) server.close();
    await rm(this.#folder, { recursive: true, force: true });
    await rm(this.#allowed, { recursive: true, force: true });
  }
}
