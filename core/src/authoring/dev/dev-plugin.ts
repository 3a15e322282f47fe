import { existsSync, type FSWatcher, readdirSync, watch } from 'node:fs';
import { join } from 'node:path';
import { type CommandIo, DataWaveError, type PluginManifest } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../../config/kernel-config.ts';
import { loadConfig } from '../../config/load-config.ts';
import { findEntry } from '../../plugins/entry.ts';
import { readPackage } from '../../plugins/manifest.ts';
import { buildUi } from './build-ui.ts';
import { checkTypes, tryImport } from './checks.ts';
import { DevPlatform } from './dev-platform.ts';
import { watchHooks } from './hook-watch.ts';
import { pluginLog } from './plugin-log.ts';
import { Reloads } from './reload-plugin.ts';
import { Screen } from './screen.ts';
import { changedPaths, type DevMode, fileHashes, isWatched, Snapshots } from './snapshots.ts';

/** Files that are saved together are one change, in milliseconds. */
const TOGETHER_MS = 80;
/** What changes nothing that runs. */
const IDLE = /(^|\/)[^/]*\.(test|spec)\.[a-z]+$|^(README|CHANGELOG|LICENSE)|^(sample|test)\//;
/** What the platform reads once, when it starts. */
const STATIC = /^(package\.json|config\.schema\.json|datawave\.yaml|locales\/)/;

/** States whose reasons the platform logs by itself. */
const LOGGED: ReadonlySet<string> = new Set(['failed', 'invalid', 'blocked']);

export interface DevOptions {
  /** Absolute folder of the plugin. */
  readonly directory: string;
  /** Absolute path of the sample configuration. */
  readonly config: string;
  readonly port?: number | undefined;
  readonly data?: string | undefined;
  readonly mode?: DevMode | undefined;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Runs a platform with a plugin that is being written, until it is told to end. */
export async function devPlugin(options: DevOptions, io: CommandIo): Promise<void> {
  const screen = new Screen(io.stdout, (io.env['NO_COLOR'] ?? '') === '');
  const session = new DevSession(options, io, screen);
  try {
    await session.run();
  } finally {
    await session.close();
  }
}

class DevSession {
  readonly #options: DevOptions;
  readonly #io: CommandIo;
  readonly #screen: Screen;
  readonly #reloads = new Reloads();
  readonly #watchers = new Map<string, FSWatcher>();
  #hashes: ReadonlyMap<string, string> = new Map();
  #snapshots: Snapshots | null = null;
  #platform: DevPlatform | null = null;
  #unwatchHooks: () => void = () => undefined;
  /** Changes are taken one after the other. */
  #work: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  /** Where it listens, so that it does so again after it was started anew. */
  #port: number | undefined;

  constructor(options: DevOptions, io: CommandIo, screen: Screen) {
    this.#options = options;
    this.#io = io;
    this.#screen = screen;
    this.#port = options.port;
  }

  async run(): Promise<void> {
    const { directory, signal } = this.#options;
    const blame = (error: unknown): void => {
      if (this.#platform?.blame(error) !== true) throw error;
    };
    process.on('unhandledRejection', blame);
    try {
      this.#hashes = fileHashes(directory);
      await this.#startPlatform();
      this.#watch();
      this.#screen.say('Waiting for changes. Ctrl+C ends it.');
      if (!signal.aborted)
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      await this.#work;
    } finally {
      process.off('unhandledRejection', blame);
    }
  }

  async close(): Promise<void> {
    for (const watcher of this.#watchers.values()) watcher.close();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#unwatchHooks();
    await this.#platform?.stop();
    this.#snapshots?.close();
  }

  /** Starts the platform, or starts it anew. The plugin need not be sound: it comes up with the first state that is. */
  async #startPlatform(): Promise<void> {
    const { directory, data } = this.#options;
    const { manifest, name, version } = readPlugin(directory);
    const { config, settings } = await readConfig({ ...this.#options, port: this.#port }, this.#io, name);
    const mode = this.#options.mode ?? (manifest.needs?.database === 'own' ? 'in-process' : 'child');
    this.#unwatchHooks();
    await this.#platform?.stop();
    this.#platform = null;
    const snapshots = new Snapshots(directory, mode);
    this.#snapshots = snapshots;
    const state = snapshots.take();
    await this.#check(manifest, state);
    const platform = await DevPlatform.start(
      {
        ...{ config, settings, manifest, name, version, mode, snapshots, reloads: this.#reloads },
        env: this.#io.env,
        log: pluginLog(manifest.id, this.#screen),
      },
      state,
    );
    this.#platform = platform;
    if (platform.address !== null) this.#port = Number(new URL(platform.address).port);
    this.#unwatchHooks = watchHooks(
      () => platform.taps(),
      (line) => this.#screen.say(line),
    );
    this.#screen.write(
      `\n  ${this.#screen.paint('bold', platform.address ?? '')}   sign in as ${signInWords(platform.password, this.#io.env)}\n  Data in ${data ?? config.storage.data}; the plugin runs ${mode === 'child' ? 'in a process of its own' : 'in the process of the platform'}.\n`,
    );
    this.#tellState(0);
  }

  /** Looks for what is wrong with a state; what is stays on the screen. Answers whether it can be started. */
  async #check(manifest: PluginManifest, state: number, needsUi = true): Promise<boolean> {
    const { directory } = this.#options;
    const snapshots = this.#mustHave(this.#snapshots);
    const path = snapshots.pathOf(state);
    const entry = findEntry(path);
    const { ui } = manifest.contributes ?? {};
    const [imported, built] = await Promise.all([
      entry === null ? 'package.json names no module under "exports" that is there.' : tryImport(entry),
      ui === undefined || !needsUi ? null : buildUi(directory, path, ui),
    ]);
    this.#fault('code', 'The plugin does not load', imported, state);
    if (needsUi) this.#fault('ui', 'Its web components do not build', built, state);
    return imported === null && built === null;
  }

  #fault(source: string, title: string, detail: string | null, state: number): void {
    const words = detail === null ? null : this.#mustHave(this.#snapshots).inWords(detail, state);
    this.#screen.fault(source, words === null ? null : { title, detail: words });
  }

  async #change(): Promise<void> {
    const { directory } = this.#options;
    const now = fileHashes(directory);
    const changed = changedPaths(this.#hashes, now);
    if (changed.length === 0) return;
    this.#hashes = now;
    const telling = changed.filter((path) => !IDLE.test(path));
    this.#screen.say(
      `${changed.slice(0, 4).join(', ')}${changed.length > 4 ? ` and ${changed.length - 4} more` : ''} changed`,
    );
    void this.#checkTypes();
    if (telling.length === 0) return;
    if (this.#platform === null || telling.some((path) => STATIC.test(path))) return await this.#startAnew();
    await this.#restartPlugin(telling);
  }

  async #startAnew(): Promise<void> {
    this.#screen.say('What the platform reads when it starts has changed: it starts anew.');
    try {
      await this.#startPlatform();
      this.#screen.fault('platform', null);
      this.#reloads.tell();
    } catch (error) {
      this.#screen.fault('platform', { title: 'The platform does not start', detail: wordsOf(error) });
    }
  }

  async #restartPlugin(changed: readonly string[]): Promise<void> {
    const start = performance.now();
    const snapshots = this.#mustHave(this.#snapshots);
    const platform = this.#mustHave(this.#platform);
    const { manifest } = readPlugin(this.#options.directory);
    const before = platform.state;
    const needsUi = changed.some((path) => path.startsWith('ui/'));
    const state = snapshots.take();
    if (!needsUi) snapshots.handOn(before, state);
    if (!(await this.#check(manifest, state, needsUi))) {
      this.#screen.say('What ran before goes on running.');
      snapshots.keep([before]);
      return;
    }
    const { state: reached, reason } = await platform.restart(state);
    if (reached === 'active' || reached === 'degraded') {
      this.#screen.fault('start', null);
      snapshots.keep([state]);
      this.#tellState(performance.now() - start);
      const pages = needsUi ? this.#reloads.tell() : 0;
      if (pages > 0) this.#screen.say(`${pages === 1 ? 'one page' : `${pages} pages`} told to load again`);
      return;
    }
    this.#fault('start', `The plugin is ${reached}`, reason ?? 'It does not say why.', state);
    await platform.restart(before);
    snapshots.keep([before]);
    this.#screen.say(`What ran before runs again: it is ${platform.status().state}.`);
  }

  /** Beside everything else: what is wrong with types keeps nothing from running. */
  async #checkTypes(): Promise<void> {
    const detail = await checkTypes(this.#options.directory);
    this.#screen.fault('types', detail === null ? null : { title: 'The types are not sound', detail });
  }

  #tellState(milliseconds: number): void {
    const platform = this.#mustHave(this.#platform);
    const { id, state, reason, timing } = platform.status();
    const phases = Object.entries(timing)
      .map(([phase, ms]) => `${phase} ${Math.round(ms)} ms`)
      .join(', ');
    const took = milliseconds > 0 ? ` after ${Math.round(milliseconds)} ms` : '';
    const isUp = state === 'active' || state === 'degraded';
    this.#screen.say(
      `${this.#screen.paint(isUp ? 'green' : 'red', `${id} is ${state}`)}${took}${phases === '' ? '' : ` (${phases})`}`,
    );
    // Why it is one of the others, the log has said.
    if (reason !== null && !LOGGED.has(state)) this.#screen.say(`  ${reason}`);
    const contributed = platform.contributions().map(({ point, key }) => `${key} → ${point}`);
    if (contributed.length > 0) this.#screen.say(`  contributes ${contributed.join(', ')}`);
  }

  /**
   * Follows every folder that there is now. Each by itself: a folder tells of all its files, also of those that editors put in the place of
   * others, of which a recursive watch loses sight.
   */
  #watch(): void {
    const { directory } = this.#options;
    const follow = (path: string): void => {
      for (const entry of readdirSync(path, { withFileTypes: true }))
        if (entry.isDirectory() && (path !== directory || isWatched(entry.name)))
          follow(join(path, entry.name));
      if (this.#watchers.has(path)) return;
      const watcher = watch(path, () => this.#soon());
      const leave = (): void => {
        watcher.close();
        this.#watchers.delete(path);
      };
      watcher.on('error', leave);
      this.#watchers.set(path, watcher);
    };
    for (const [path, watcher] of this.#watchers) {
      if (existsSync(path)) continue;
      watcher.close();
      this.#watchers.delete(path);
    }
    follow(directory);
  }

  #soon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#work = this.#work
        .then(() => {
          this.#watch();
          return this.#change();
        })
        .catch((error: unknown) => {
          this.#screen.fault('platform', { title: 'A change could not be taken', detail: wordsOf(error) });
        });
    }, TOGETHER_MS);
  }

  #mustHave<T>(value: T | null): T {
    if (value === null) throw new TypeError('the platform has not been started');
    return value;
  }
}

/** By which password one signs in: it is shown where it was made just now, and where somebody else chose it, that is said. */
export function signInWords(made: string | null, env: Readonly<Record<string, string | undefined>>): string {
  if (made !== null) return `admin / ${made}   (shown this once)`;
  if ((env['DATAWAVE_ADMIN_PASSWORD'] ?? '') !== '')
    return 'admin, with the password in DATAWAVE_ADMIN_PASSWORD';
  return 'admin, with the password of the first start; DATAWAVE_ADMIN_PASSWORD sets another at the next';
}

function readPlugin(directory: string): {
  readonly name: string;
  readonly version: string;
  readonly manifest: PluginManifest;
} {
  const { package: read, problems } = readPackage(directory, directory);
  if (read !== null) return read;
  const [first] = problems;
  throw new DataWaveError({
    code: 'DW_PLUGIN_DEV_FOLDER',
    message: `${directory} is no plugin that can be run: ${first?.message ?? 'its manifest cannot be read'}`,
    hint: first?.hint ?? 'Name the folder of a plugin: datawave plugin dev DIR.',
    ...(first === undefined ? {} : { where: first.where }),
  });
}

/** The sample configuration without the plugin itself, and the settings that it gives it. */
async function readConfig(
  { config: file, port, data }: DevOptions,
  io: CommandIo,
  name: string,
): Promise<{ readonly config: KernelConfig; readonly settings: unknown }> {
  if (!existsSync(file))
    throw new DataWaveError({
      code: 'DW_CONFIG_MISSING',
      message: `The configuration ${file} does not exist.`,
      hint: 'Name a configuration with --config FILE.',
    });
  const read = await loadConfig(file, {
    env: io.env,
    overrides: { ...(port === undefined ? {} : { port }), ...(data === undefined ? {} : { data }) },
  });
  const { [name]: own, ...plugins } = read.plugins;
  // Requests are not what the author looks for, and would drown what is.
  const server = { ...read.server, accessLog: false };
  return { config: { ...read, server, plugins }, settings: own?.config ?? {} };
}

const wordsOf = (error: unknown): string =>
  DataWaveError.is(error)
    ? `${error.message} ${error.hint ?? ''}`.trim()
    : error instanceof Error
      ? error.message
      : String(error);
