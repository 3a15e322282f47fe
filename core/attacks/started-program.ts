import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
/** Waiting longer for it has found a fault and not a slow machine, in milliseconds. */
const PATIENCE_MS = 120_000;

/** `datawave start` as somebody starts it, with a folder of its own for data and one for temporary files. */
export class StartedProgram {
  readonly folder: string;
  readonly dataFolder: string;
  readonly temporaryFolder: string;
  address = '';
  metricsAddress = '';
  /** All that it wrote to its standard output and error output. */
  output = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  private constructor(folder: string, child: ChildProcess) {
    this.folder = folder;
    this.dataFolder = join(folder, 'data');
    this.temporaryFolder = join(folder, 'tmp');
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('exit', () => resolve()));
    const read = (part: Buffer): void => {
      this.output += part.toString();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
  }

  /** @param env - beside what a program needs to run */
  static async start(env: Readonly<Record<string, string>>): Promise<StartedProgram> {
    const folder = await mkdtemp(join(tmpdir(), 'datawave-attack-'));
    await mkdir(join(folder, 'tmp'), { mode: 0o777 });
    const config = join(folder, 'attacked.yaml');
    const text = [
      `extends: ${JSON.stringify(join(ROOT, 'config/standard.yaml'))}`,
      'log: { level: trace, format: json }',
      'plugins: { "@datawave/plugin-demo": { enabled: false } }',
    ];
    await writeFile(config, `${text.join('\n')}\n`);
    const options = [
      '--config',
      config,
      '--port',
      '0',
      '--metrics-port',
      '0',
      '--data',
      join(folder, 'data'),
    ];
    const child = spawn(process.execPath, [join(ROOT, 'core/bin/datawave.mjs'), 'start', ...options], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: join(folder, 'tmp'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    process.prependListener('exit', () => child.kill('SIGKILL'));
    const program = new StartedProgram(folder, child);
    try {
      await program.#ready();
    } catch (error) {
      await program.stop();
      throw error;
    }
    return program;
  }

  async #ready(): Promise<void> {
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; ) {
      if (this.#child.exitCode !== null) break;
      this.address = /Address\s+(http:\/\/[^\s"]+)/.exec(this.output)?.[1] ?? '';
      const metrics = /Metrics\s+(http:\/\/[^\s"]+)/.exec(this.output)?.[1];
      this.metricsAddress = metrics === undefined ? '' : `${metrics.replace(/\/metrics$/, '')}/metrics`;
      const ready = this.address === '' ? null : await fetch(`${this.address}/readyz`).catch(() => null);
      if (ready?.status === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`the platform was not ready: ${this.output.slice(-2_000)}`);
  }

  /** Environments of the processes that it started, by what they run. Empty where the system does not show them. */
  async environmentsOfChildren(): Promise<readonly string[]> {
    if (process.platform !== 'linux') return [];
    const parents = new Map<number, number>();
    for (const name of await readdir('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const status = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
      if (status !== '') parents.set(Number(name), parent);
    }
    const isBelow = (pid: number): boolean => {
      const parent = parents.get(pid);
      return parent !== undefined && parent > 1 && (parent === this.#child.pid || isBelow(parent));
    };
    const texts: string[] = [];
    for (const pid of parents.keys()) {
      if (!isBelow(pid)) continue;
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      // The launcher continues as a process of its own: that is the platform itself.
      if (!/datawave\.mjs|core\/(?:bin|src|dist)\//.test(command))
        texts.push(`${command} ${environment}`.replaceAll('\0', ' '));
    }
    return texts;
  }

  /** Ends it as its operator would, and waits until it has. */
  async end(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }

  async stop(): Promise<void> {
    await this.end();
    await rm(this.folder, { recursive: true, force: true });
  }
}
