import {
  DataWaveError,
  type Disposer,
  type HookErrorPolicy,
  type HookKind,
  nearestKey,
  type TapOrder,
} from '@datawave/plugin-sdk';
import { GuardedHook } from './guarded-hook.ts';
import type { RegisteredTap, TapFault } from './guarded-tap.ts';
import { PendingTaps } from './pending-taps.ts';
import { TapClock, type TapTiming } from './tap-timing.ts';

/** A hook's declaration without the types it carries. */
export interface HookDeclaration {
  readonly id: string;
  readonly flow: HookKind;
  readonly mode: 'sync' | 'async';
  readonly onError: HookErrorPolicy;
}

export interface HookRegistryOptions {
  /** Ids of all plugins that the kernel has heard of, running or not. */
  knownPlugins(): ReadonlySet<string>;
  /** Place of a plugin in the graph: taps of equal stage run in this order. */
  rankOf(plugin: string): number;
  onFault(fault: TapFault): void;
  /** Milliseconds that an asynchronous tap may take; 30,000 unless given. */
  readonly tapBudgetMs?: number;
}

interface Slot {
  readonly declaration: HookDeclaration;
  readonly hook: GuardedHook;
  owner: string | null;
}

const DEFAULT_TAP_BUDGET_MS = 30_000;

/** All hooks by id. Taps and hooks meet here whichever comes first, and part without leaving anything behind. */
export class HookRegistry {
  readonly #options: HookRegistryOptions;
  readonly #slots = new Map<string, Slot>();
  readonly #budgetMs: number;
  readonly #pending: PendingTaps;
  #sequence = 0;

  constructor(options: HookRegistryOptions) {
    this.#options = options;
    this.#budgetMs = options.tapBudgetMs ?? DEFAULT_TAP_BUDGET_MS;
    this.#pending = new PendingTaps(this.#budgetMs);
  }

  /** Makes a plugin the owner of a hook, the only one that may call it. */
  declare(owner: string, declaration: HookDeclaration): Disposer {
    const slot = this.#slotFor(owner, declaration);
    if (slot.owner !== null && slot.owner !== owner) {
      throw new DataWaveError({
        code: 'DW_HOOK_DUPLICATE',
        message: `Plugin "${owner}" declares the hook "${declaration.id}", which belongs to "${slot.owner}".`,
        hint: `Name the hook with the prefix of its plugin: "${owner}.NAME".`,
        where: `plugin ${owner}`,
      });
    }
    slot.owner = owner;
    return () => {
      slot.owner = null;
    };
  }

  /**
   * Hangs a tap on a hook, also on one whose owner is not running: it is called once the owner is.
   * @throws DataWaveError DW_HOOK_MISMATCH, DW_HOOK_BEFORE_UNKNOWN, DW_HOOK_ORDER_CONTRADICTION
   */
  tap(
    plugin: string,
    declaration: HookDeclaration,
    call: (payload: never) => unknown,
    order: TapOrder = {},
  ): Disposer {
    this.#checkBefore(plugin, declaration.id, order.before ?? []);
    const { hook } = this.#slotFor(plugin, declaration);
    const tap: RegisteredTap = {
      plugin,
      stage: order.stage ?? 0,
      before: order.before ?? [],
      rank: this.#options.rankOf(plugin),
      sequence: this.#sequence++,
      // The ref gave the tap its payload type; ids tie it to the hook that is called with that very type.
      call: call as (payload: unknown) => unknown,
      clock: new TapClock(),
    };
    hook.add(tap);
    return () => hook.remove(tap);
  }

  /** @throws DataWaveError DW_HOOK_NOT_OWNER when the caller does not own the hook */
  call(plugin: string, declaration: HookDeclaration, payload: unknown): unknown {
    const slot = this.#slots.get(declaration.id);
    if (slot === undefined || slot.owner !== plugin) {
      throw new DataWaveError({
        code: 'DW_HOOK_NOT_OWNER',
        message: `Plugin "${plugin}" calls the hook "${declaration.id}", which it does not own.`,
        hint: `Only the owner calls a hook. List it under "hooks" in definePlugin if it belongs to "${plugin}".`,
        where: `plugin ${plugin}`,
      });
    }
    return slot.hook.call(payload);
  }

  /** Plugins in the order in which their taps on a hook run. */
  order(hook: string): readonly string[] {
    return this.#slots.get(hook)?.hook.order ?? [];
  }

  /** What every tap has cost so far, attributed to its plugin. */
  timings(): readonly TapTiming[] {
    return [...this.#slots.values()].flatMap((slot) => slot.hook.timings());
  }

  stop(): void {
    this.#pending.stop();
  }

  #slotFor(plugin: string, declaration: HookDeclaration): Slot {
    const { id, flow, mode, onError } = declaration;
    const found = this.#slots.get(id);
    if (found !== undefined) {
      const known = found.declaration;
      if (known.flow === flow && known.mode === mode && known.onError === onError) return found;
      if (found.owner !== null || found.hook.order.length > 0) throw mismatch(plugin, declaration, known);
    }
    const slot: Slot = {
      declaration,
      hook: new GuardedHook(
        { flow, mode },
        {
          hook: id,
          onError,
          pending: this.#pending,
          budgetMs: this.#budgetMs,
          onFault: (fault) => this.#options.onFault(fault),
        },
      ),
      owner: null,
    };
    this.#slots.set(id, slot);
    return slot;
  }

  #checkBefore(plugin: string, hook: string, before: readonly string[]): void {
    const known = this.#options.knownPlugins();
    for (const other of before) {
      if (known.has(other)) continue;
      const nearest = nearestKey(other, known);
      throw new DataWaveError({
        code: 'DW_HOOK_BEFORE_UNKNOWN',
        message: `Plugin "${plugin}" wants its tap on hook "${hook}" to come before "${other}", which names no known plugin.`,
        hint: nearest === undefined ? 'Correct the id under "before".' : `Did you mean "${nearest}"?`,
        where: `plugin ${plugin}, hook ${hook}`,
      });
    }
  }
}

function mismatch(plugin: string, asked: HookDeclaration, known: HookDeclaration): DataWaveError {
  const describe = (one: HookDeclaration): string => `${one.mode} ${one.flow}, ${one.onError}`;
  return new DataWaveError({
    code: 'DW_HOOK_MISMATCH',
    message: `Plugin "${plugin}" takes the hook "${asked.id}" for ${describe(asked)}, but it is ${describe(known)}.`,
    hint: 'Import the ref from the SDK or from its contract instead of declaring it anew, and bring both plugins to versions that fit.',
    where: `plugin ${plugin}`,
  });
}
