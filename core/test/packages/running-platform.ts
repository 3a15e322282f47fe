import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const CORE = join(import.meta.dirname, '../..');
/** The launcher without what it builds and installs before. */
const LAUNCHER = `
  import { runOnce } from ${JSON.stringify(join(CORE, 'bin/launcher/continue.mjs'))};
  import { keepRunning } from ${JSON.stringify(join(CORE, 'bin/launcher/restart.mjs'))};
  const [root, entry, ...args] = process.argv.slice(1);
  await keepRunning((env) => runOnce(root, entry, args, env, []));`;

/** A platform in processes of its own, started anew as often as it asks. */
export class RunningPlatform {
  readonly url: string;
  readonly #child: ChildProcess;
  /** All that it has written. */
  output = '';

  private constructor(port: number, child: ChildProcess) {
    this.url = `http://127.0.0.1:${port}`;
    this.#child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (part) => {
        this.output += String(part);
      });
  }

  static async start(options: {
    readonly config: string;
    readonly data: string;
    readonly env?: Readonly<Record<string, string>>;
  }): Promise<RunningPlatform> {
    const port = await freePort();
    const args = ['start', '--config', options.config, '--data', options.data, '--port', String(port)];
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', LAUNCHER, join(CORE, '..'), join(CORE, 'src/cli/main.ts'), ...args],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } },
    );
    const platform = new RunningPlatform(port, child);
    await platform.ready();
    return platform;
  }

  /** How often it has come up. */
  get starts(): number {
    return this.output.split('DataWave is ready after').length - 1;
  }

  /** Waits until it can take traffic. */
  async ready(): Promise<void> {
    for (;;) {
      if (this.#child.exitCode !== null) throw new Error(`The platform has ended:\n${this.output}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      if (answer?.status === 200) return;
      await sleep(50);
    }
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
