import { setTimeout as delay } from 'node:timers/promises';
import { DataWaveError, type Plugin } from '@datawave/plugin-sdk';
import { type ActivationParts, PluginActivation } from './activation.ts';
import { withinBudget } from './budget.ts';
import { findIncompatibilities } from './compatibility.ts';
import { kernelServicesOf, mayStore, needsStorage, readDefinition } from './definition.ts';
import type { PluginLifecycle, PluginPhase } from './lifecycle.ts';
import { pluginFailure, reasonOf } from './plugin-failure.ts';
import { describeError, describeProblems } from './plugin-problem.ts';
import type { PluginSet } from './plugin-set.ts';
import { resolveSecrets, usesSecrets } from './secret-settings.ts';
import { settle } from './settings/settle.ts';
import { NOTHING_STORED, type StoredSettings } from './settings/stored-settings.ts';
import { offReason } from './switches/revoked-plugins.ts';
import type { TimeTree } from './time-tree.ts';

/** What the kernel does for plugins that are coming up. */
export interface Platform {
  /** Told that some plugin keeps data, before any is imported: opening the database takes longest. */
  prepareStorage(): void;
  /** Opens the kernel services with these ids; those that are open stay so. Rejects with the reason why one cannot be. */
  open(services: ReadonlySet<string>, timing: TimeTree): Promise<void>;
  /** Migrates the plugins and adds their entities to those of the running ones. Answers who failed, and why. */
  store(plugins: readonly PluginActivation[], timing: TimeTree): Promise<ReadonlyMap<string, unknown>>;
  /** What people have set of plugins, once the database is open; null where none is being opened. */
  storedSettings(): Promise<ReadonlyMap<string, StoredSettings> | null>;
  /** Whether an operator has switched a plugin off, as far as is known by then. */
  isSwitchedOff(id: string): boolean;
  /** Reads a secret that a plugin's settings name. */
  revealSecret(name: string): Promise<string>;
}

export interface BringUpParts {
  /** Imports a plugin's module, here or in a process of its own. */
  load(plugin: PluginLifecycle): Promise<unknown>;
  readonly plugins: PluginSet;
  readonly activations: Map<string, PluginActivation>;
  readonly activation: ActivationParts;
  readonly platform: Platform;
  /** Ends what has been set up of a plugin. */
  dispose(activation: PluginActivation): Promise<void>;
}

interface Candidate {
  readonly plugin: PluginLifecycle;
  config: unknown;
  definition: Plugin['definition'] | null;
}

/**
 * Takes plugins from `discovered`, `disabled`, `blocked` or `failed` to `active`. Each phase goes on with those that
 * have come through the one before; the others are marked with the reason, and those that need them are blocked.
 */
export class BringUp {
  readonly #parts: BringUpParts;
  readonly #timing: TimeTree;
  #candidates: readonly Candidate[];

  constructor(plugins: readonly PluginLifecycle[], parts: BringUpParts, timing: TimeTree) {
    this.#parts = parts;
    this.#timing = timing;
    this.#candidates = plugins.map((plugin) => ({ plugin, config: {}, definition: null }));
  }

  /** Everything that can be known without running code of theirs: manifests, ranges, the graph, settings. */
  async inspect(): Promise<void> {
    await this.#timing.measure('check manifests', () => this.#check());
    await this.#timing.measure('check settings', () => this.#configure(null));
  }

  /** As inspecting, with the database on its way: what is stored there may stand in for what is wrong in the file. */
  async #begin(): Promise<void> {
    await this.#timing.measure('check manifests', () => this.#check());
    this.#prepareStorage();
    await this.#timing.measure('check settings', (step) => this.#configure(step));
  }

  /** Not part of inspecting, which opens nothing that somebody would have to close. */
  #prepareStorage(): void {
    const keepsData = this.#candidates.some(
      ({ plugin }) => plugin.found.package?.manifest.needs?.database === 'own',
    );
    if (keepsData) this.#parts.platform.prepareStorage();
  }

  /** Goes as far as bringing the database up to date; sets nothing up. */
  async migrate(): Promise<void> {
    await this.#begin();
    await this.#timing.measure('import', (step) => this.#import(step));
    await this.#timing.measure('open services', (step) => this.#open(step));
  }

  async run(): Promise<void> {
    await this.#begin();
    await this.#timing.measure('import', (step) => this.#import(step));
    const activations = await this.#timing.measure('open services', (step) => this.#open(step));
    await this.#timing.measure('set up', (step) => this.#setUp(activations, step));
    await this.#timing.measure('start', (step) => this.#start(activations, step));
  }

  /** Everything that can be known without running code of theirs. All of it, for every plugin. */
  #check(): void {
    const { plugins } = this.#parts;
    for (const { plugin } of this.#candidates) {
      const { problems, package: read } = plugin.found;
      const cycle = plugins.cycleOf(plugin.id);
      if (read === null) {
        plugin.error = firstError(problems);
        plugin.moveTo('invalid', { reason: describeProblems(problems) });
      } else if (cycle !== undefined) {
        const path = cycle.join(' -> ');
        const error = new DataWaveError({
          code: 'DW_PLUGIN_CYCLE',
          message: `The plugins need each other in a circle: ${path}.`,
          hint: 'Remove one "requires" or "optional" of the circle from its manifest, or disable one of the plugins.',
          where: `plugin ${plugin.id}`,
        });
        plugin.error = error;
        plugin.moveTo('invalid', { reason: `${error.message} ${error.hint ?? ''}` });
      } else {
        const found = findIncompatibilities(read, plugins.packages, plugins.plannedPackages());
        if (found.length === 0) {
          plugin.moveTo('resolved');
          continue;
        }
        const blockedBy = [...new Set(found.flatMap((problem) => problem.blockedBy))];
        plugin.error = firstError(found);
        plugin.moveTo(blockedBy.length > 0 ? 'blocked' : 'invalid', {
          reason: describeProblems(found),
          blockedBy,
        });
      }
    }
    this.#blockDependents();
  }

  async #configure(live: TimeTree | null): Promise<void> {
    const faults = await this.#settle(this.#candidates);
    // Waits for the database, which it else does not before the modules are imported.
    if (faults.size > 0 && live !== null) {
      const settled = await live.measure('database', () => this.#adopt());
      for (const one of settled) faults.delete(one);
    }
    for (const [{ plugin }, error] of faults) refuse(plugin, error);
    this.#blockDependents();
  }

  /** Works out what each is to run with. Answers what is wrong with whose. */
  async #settle(candidates: readonly Candidate[]): Promise<Map<Candidate, DataWaveError>> {
    const faults = new Map<Candidate, DataWaveError>();
    for (const candidate of candidates) {
      try {
        candidate.config = await settle(candidate.plugin);
      } catch (error) {
        faults.set(candidate, pluginFailure(error, candidate.plugin.id, 'config'));
      }
    }
    return faults;
  }

  /** Takes over what people have set of those that are coming up. Answers who has been settled anew by that. */
  async #adopt(): Promise<ReadonlySet<Candidate>> {
    const stored = await this.#parts.platform.storedSettings();
    if (stored === null) return new Set();
    for (const { plugin } of this.#candidates)
      if (this.#parts.platform.isSwitchedOff(plugin.id))
        plugin.moveTo('disabled', { reason: offReason(plugin), recoverable: true });
    this.#keepStanding();
    const changed = this.#candidates.filter(
      ({ plugin }) => (stored.get(plugin.id)?.revision ?? 0) !== plugin.stored.revision,
    );
    for (const { plugin } of changed) plugin.stored = stored.get(plugin.id) ?? NOTHING_STORED;
    for (const [{ plugin }, error] of await this.#settle(changed)) refuse(plugin, error);
    return new Set(changed);
  }

  async #import(timing: TimeTree): Promise<void> {
    const imports: Promise<void>[] = [];
    for (const candidate of this.#candidates) {
      const done = this.#importOne(candidate, timing);
      imports.push(done);
      // One after the other, so that time is put down to whom it belongs; but nobody waits long for one that hangs.
      await Promise.race([done, delay(PATIENCE_MS, undefined, { ref: false })]);
    }
    await Promise.all(imports);
    this.#blockDependents();
  }

  async #importOne(candidate: Candidate, timing: TimeTree): Promise<void> {
    const { plugin } = candidate;
    const { budgetMs } = this.#parts.activation;
    const step = timing.begin(plugin.id);
    try {
      const module = await withinBudget(plugin.id, 'import', budgetMs, () => this.#parts.load(plugin));
      if (plugin.found.package !== null) candidate.definition = readDefinition(plugin.found.package, module);
    } catch (error) {
      // Node keeps a module that failed to load; only a new process reads it again.
      fail(plugin, 'import', error, false);
    } finally {
      step.end();
      plugin.recordTiming('import', step.elapsedMs);
    }
  }

  /** Opens what the plugins depend on, and brings the database to where they want it. */
  async #open(timing: TimeTree): Promise<readonly PluginActivation[]> {
    await this.#adopt();
    this.#blockDependents();
    const wanted = this.#candidates.map((candidate) => {
      const services = new Set<string>();
      if (candidate.definition !== null && candidate.plugin.found.package !== null) {
        for (const id of kernelServicesOf(candidate.definition, candidate.plugin.found.package))
          services.add(id);
      }
      if (usesSecrets(candidate.config)) services.add('core.vault');
      return { candidate, services };
    });
    const stateless = wanted.filter(({ services }) => !needsStorage(services));
    const stateful = wanted.filter(({ services }) => needsStorage(services));
    for (const group of [stateful, stateless]) {
      if (group.length === 0) continue;
      try {
        await this.#parts.platform.open(new Set(group.flatMap(({ services }) => [...services])), timing);
      } catch (error) {
        for (const { candidate, services } of group)
          if (services.size > 0) fail(candidate.plugin, 'migration', error, true);
      }
    }
    this.#blockDependents();

    const activations = this.#candidates.flatMap(({ plugin, definition, config }) => {
      const source = plugin.found.package;
      if (source === null || definition === null) return [];
      return [new PluginActivation(source, definition, config, this.#parts.activation)];
    });
    const withData = new Set(stateful.map(({ candidate }) => candidate.plugin.id));
    // Also those that can do without: the database may be open already, for others.
    const stored = activations.filter(({ id, definition }) => withData.has(id) || mayStore(definition));
    if (stored.length > 0) {
      const isStored = new Set(stored.map(({ id }) => id));
      for (const { plugin } of this.#candidates) if (isStored.has(plugin.id)) plugin.moveTo('migrating');
      for (const [id, error] of await this.#parts.platform.store(stored, timing)) {
        const plugin = this.#parts.plugins.get(id);
        if (plugin !== undefined) fail(plugin, 'migration', error, true);
      }
      this.#blockDependents();
    }
    return activations;
  }

  async #setUp(activations: readonly PluginActivation[], timing: TimeTree): Promise<void> {
    const { plugins, platform } = this.#parts;
    const byId = new Map(activations.map((activation) => [activation.id, activation]));
    await plugins.alongGraph(this.#remaining(), async (plugin) => {
      const activation = byId.get(plugin.id);
      if (activation === undefined || this.#blockIfNeeded(plugin)) return;
      const step = timing.begin(plugin.id);
      plugin.moveTo('setting-up');
      this.#parts.activations.set(plugin.id, activation);
      try {
        await activation.setup((config) => resolveSecrets(config, (name) => platform.revealSecret(name)));
      } catch (error) {
        await this.#giveUp(plugin, activation, 'setup', error);
      } finally {
        step.end();
        plugin.recordTiming('setup', step.elapsedMs);
      }
    });
    this.#keepStanding();
  }

  async #start(activations: readonly PluginActivation[], timing: TimeTree): Promise<void> {
    const byId = new Map(activations.map((activation) => [activation.id, activation]));
    await this.#parts.plugins.alongGraph(this.#remaining(), async (plugin) => {
      const activation = byId.get(plugin.id);
      if (activation === undefined) return;
      if (plugin.requires.some((id) => this.#blocks(id))) {
        await this.#parts.dispose(activation);
        this.#parts.activations.delete(plugin.id);
        this.#blockIfNeeded(plugin);
        return;
      }
      const step = timing.begin(plugin.id);
      try {
        await activation.start();
        plugin.moveTo('active');
      } catch (error) {
        await this.#giveUp(plugin, activation, 'start', error);
      } finally {
        step.end();
        plugin.recordTiming('start', step.elapsedMs);
      }
    });
    this.#keepStanding();
  }

  async #giveUp(
    plugin: PluginLifecycle,
    activation: PluginActivation,
    phase: PluginPhase,
    error: unknown,
  ): Promise<void> {
    fail(plugin, phase, activation.withoutSecrets(error), true);
    this.#parts.activations.delete(plugin.id);
    await this.#parts.dispose(activation);
  }

  #remaining(): readonly PluginLifecycle[] {
    return this.#candidates.map(({ plugin }) => plugin);
  }

  #keepStanding(): void {
    this.#candidates = this.#candidates.filter(({ plugin }) => !FALLEN.has(plugin.state));
  }

  /** Drops who has fallen in the phase that has just ended, and blocks all that cannot do without them. */
  #blockDependents(): void {
    this.#keepStanding();
    const ordered = this.#parts.plugins.inOrder();
    const standing = new Set(this.#remaining());
    // In the order of the graph, one pass reaches everybody.
    for (const plugin of ordered) if (standing.has(plugin)) this.#blockIfNeeded(plugin);
    this.#keepStanding();
  }

  #blockIfNeeded(plugin: PluginLifecycle): boolean {
    const blockedBy = plugin.requires.filter((id) => this.#blocks(id));
    if (blockedBy.length === 0) return false;
    const reasons = blockedBy.map((id) => {
      const status = this.#parts.plugins.get(id)?.status();
      return `"${id}", which is ${status?.state ?? 'not there'}${status?.reason ? ` (${status.reason})` : ''}`;
    });
    plugin.error = new DataWaveError({
      code: 'DW_PLUGIN_BLOCKED',
      message: `The plugin "${plugin.id}" requires ${reasons.join(' and ')}.`,
      hint: `Mend or enable ${blockedBy.map((id) => `"${id}"`).join(' and ')}.`,
      where: `plugin ${plugin.id}`,
    });
    plugin.moveTo('blocked', { reason: describeError(plugin.error), recoverable: true, blockedBy });
    return true;
  }

  #blocks(id: string): boolean {
    const other = this.#parts.plugins.get(id);
    return other === undefined || FALLEN.has(other.state);
  }
}

/** Milliseconds after which the next import begins although the one before has not ended. */
const PATIENCE_MS = 50;

const FALLEN: ReadonlySet<string> = new Set(['invalid', 'blocked', 'failed', 'disabled', 'stopping']);

/** Marks a plugin whose settings are not valid. */
function refuse(plugin: PluginLifecycle, error: DataWaveError): void {
  plugin.error = error;
  plugin.history.failed(error, 'config');
  plugin.moveTo('invalid', { reason: describeError(error) });
}

function fail(plugin: PluginLifecycle, phase: PluginPhase, cause: unknown, isRecoverable: boolean): void {
  plugin.error = pluginFailure(cause, plugin.id, phase);
  plugin.history.failed(plugin.error, phase);
  plugin.moveTo('failed', {
    reason: reasonOf(plugin.error, plugin.id, phase),
    recoverable: isRecoverable,
  });
}

const firstError = (
  problems: readonly {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
    readonly where: string;
  }[],
): DataWaveError | null => {
  const [first] = problems;
  return first === undefined ? null : new DataWaveError(first);
};
