import type { ChildProcess } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import type { Logger, Plugin, PluginContext, PluginPackage } from '@datawave/plugin-sdk';
import type { PluginDescription } from '../description.ts';
import { CHANNEL_LIMITS, type ChannelLimits, WATCH_LIMITS, type WatchLimits } from '../limits.ts';
import type { LifeEnd } from './child-life.ts';
import { FailureRecord } from './failure-record.ts';
import { Generation } from './generation.ts';
import { checkDescription, definitionOf } from './plugin-definition.ts';
import { ProvidedServices } from './provided-services.ts';

/** Who is told how the plugin does. */
export interface Health {
  /** It runs badly or not at all; it is being seen to. */
  degraded(reason: string): void;
  recovered(): void;
  /** An error of its own that nobody waited for. */
  fault(error: unknown): void;
  /** It is not tried any longer. */
  givenUp(reason: string): void;
}

export interface IsolatedPluginParts {
  readonly package: PluginPackage;
  /** Starts a process on the runtime of isolated plugins. */
  readonly spawn: () => ChildProcess;
  /** Called before each process: rejects when the plugin's files are not what was installed. */
  readonly verify?: () => Promise<void>;
  readonly log: Logger;
  readonly health: Health;
  readonly scrub: (text: string) => string;
  readonly channel?: Partial<ChannelLimits>;
  readonly watch?: Partial<WatchLimits>;
}

/** A process that was loaded and is not set up within this is ended: its plugin was blocked or failed meanwhile. */
const IDLE_MS = 20_000;

/**
 * A plugin in a process of its own. Towards the kernel it is a plugin like any other; a process that ends, hangs, leaks or floods is
 * replaced by another one, in which the plugin is set up anew, until that has happened too often.
 */
export class IsolatedPlugin {
  readonly #parts: IsolatedPluginParts;
  readonly #watch: WatchLimits;
  readonly #failures: FailureRecord;
  readonly #provided: ProvidedServices;
  #description: PluginDescription | null = null;
  /** The one that has registered what is registered. */
  #current: Generation | null = null;
  /** On its way to replace one that has failed. */
  #coming: Generation | null = null;
  /** Loaded, and not yet set up. */
  #waiting: Generation | null = null;
  #context: PluginContext<unknown> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;
  /** Setup has been gone through once: from here on it is kept running. */
  #isKept = false;

  constructor(parts: IsolatedPluginParts) {
    this.#parts = parts;
    this.#watch = { ...WATCH_LIMITS, ...parts.watch };
    this.#failures = new FailureRecord(this.#watch);
    this.#provided = new ProvidedServices(parts.package.manifest.id);
  }

  /**
   * Starts a process, which imports the plugin, and answers a module that stands for the plugin's.
   * @throws DataWaveError DW_ISOLATION_REFUSED, DW_ISOLATION_STORAGE, and what the import throws
   */
  async load(): Promise<{ readonly default?: Plugin }> {
    await this.#parts.verify?.();
    const generation = this.#spawn();
    try {
      const description = await generation.describe();
      if (description === null) {
        await generation.life.stop();
        return {};
      }
      checkDescription(this.#parts.package, description);
      this.#description = description;
    } catch (error) {
      await generation.life.stop();
      throw error;
    }
    this.#waiting = generation;
    generation.life.unref();
    this.#timer = setTimeout(() => void this.#dropWaiting(), IDLE_MS).unref();
    return {
      default: {
        kind: 'datawave-plugin',
        definition: definitionOf(this.#description, {
          setup: (context) => this.#setUp(context),
          start: () => this.#start(),
        }),
      },
    };
  }

  /** Of the process that runs now. */
  get pid(): number | undefined {
    return this.#current?.life.pid;
  }

  async #dropWaiting(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = null;
    await waiting?.life.stop();
  }

  async #setUp(context: PluginContext<unknown>): Promise<Readonly<Record<string, object>>> {
    this.#clearTimer();
    this.#context = context;
    context.onDispose(() => this.#stop());
    context.signal.addEventListener('abort', () => this.#tellAborted(), { once: true });
    const generation = this.#waiting ?? (await this.#describeAgain());
    // It waits until it is set up: one that fails there is ended with the plugin.
    this.#waiting = generation;
    generation.life.ref();
    this.#provided.update(await this.#raise(generation, context));
    this.#waiting = null;
    return this.#provided.services;
  }

  async #start(): Promise<void> {
    await this.#current?.start();
    this.#isKept = true;
  }

  async #raise(generation: Generation, context: PluginContext<unknown>): Promise<unknown> {
    const provided = await generation.setUp(context);
    const former = this.#current;
    this.#current = generation;
    await generation.takeOver(former);
    return provided;
  }

  async #describeAgain(): Promise<Generation> {
    await this.#parts.verify?.();
    const generation = this.#spawn();
    try {
      const description = await generation.describe();
      if (!isDeepStrictEqual(description, this.#description))
        throw new Error('its files have changed: it needs or offers something else than when it was started');
      return generation;
    } catch (error) {
      generation.life.kill({ kind: 'crash', reason: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  #spawn(): Generation {
    const { log, health, scrub, spawn } = this.#parts;
    return new Generation({
      package: this.#parts.package,
      ...{ spawn, log, scrub },
      channel: { ...CHANNEL_LIMITS, ...this.#parts.channel },
      watch: this.#watch,
      onFault: (error) => health.fault(error),
      onEnd: (generation, end) => this.#ended(generation, end),
    });
  }

  #ended(generation: Generation, end: LifeEnd): void {
    if (generation === this.#waiting) this.#waiting = null;
    // One that never came as far as to stand for the plugin fails those who wait for it.
    if (generation !== this.#current || this.#isStopped || !this.#isKept) return;
    this.#failed(`Its process has ended (${end.kind}): ${end.reason}.`);
  }

  #failed(what: string): void {
    if (this.#isStopped || this.#timer !== null) return;
    const { id } = this.#parts.package.manifest;
    const wait = this.#failures.fail();
    if (wait === null) {
      this.#isStopped = true;
      const minutes = Math.round(this.#watch.withinMs / 60_000);
      this.#parts.health.givenUp(
        `${what} That was failure ${this.#failures.count} within ${minutes} minutes. Look at the log of "${id}", mend or update it, and enable it again.`,
      );
      return;
    }
    this.#parts.health.degraded(
      `${what} It is started again in ${wait} ms; until then what it offers answers 503. Look at the log of "${id}" if it happens again.`,
    );
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#restart();
    }, wait);
  }

  async #restart(): Promise<void> {
    const context = this.#context;
    if (this.#isStopped || context === null) return;
    let generation: Generation | null = null;
    try {
      generation = await this.#describeAgain();
      if (this.#isStopped) return await generation.life.stop();
      this.#coming = generation;
      this.#provided.update(await this.#raise(generation, context));
      await generation.start();
      this.#parts.log.info('The isolated plugin runs again.', { failures: this.#failures.count });
      this.#parts.health.recovered();
    } catch (error) {
      // Stopped meanwhile: that it could not come up is nobody's news.
      if (this.#isStopped) return await generation?.life.stop();
      const reason = error instanceof Error ? error.message : String(error);
      this.#parts.log.warn('The isolated plugin could not be started again.', { error });
      generation?.life.kill({ kind: 'crash', reason });
      this.#failed(`It could not be started again: ${reason}`);
    } finally {
      this.#coming = null;
    }
  }

  #tellAborted(): void {
    this.#current?.life.peer.tellRoot('abort', []);
  }

  async #stop(): Promise<void> {
    this.#isStopped = true;
    this.#clearTimer();
    const generations = new Set([this.#coming, this.#current]);
    for (const generation of generations) {
      await generation?.life.stop();
      generation?.end();
    }
    await this.#dropWaiting();
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
