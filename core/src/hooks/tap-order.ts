import { DataWaveError } from '@datawave/plugin-sdk';
import { orderGraph } from '../plugins/graph.ts';

/** What decides where a tap stands. */
export interface PlacedTap {
  readonly plugin: string;
  readonly stage: number;
  /** Plugins whose taps must come later. */
  readonly before: readonly string[];
  /** Place of its plugin in the plugin graph. */
  readonly rank: number;
  /** Rises with each registration. */
  readonly sequence: number;
}

/**
 * Orders taps by stage, then by `before`, then by plugin graph and registration. tapable's own ordering is not used:
 * it silently puts a tap first when its `before` contradicts its stage or names nobody.
 * @throws DataWaveError DW_HOOK_ORDER_CONTRADICTION when `before` contradicts a stage or another `before`
 */
export function orderTaps<T extends PlacedTap>(hook: string, taps: readonly T[]): readonly T[] {
  const sorted = taps.toSorted((a, b) => a.stage - b.stage || a.rank - b.rank || a.sequence - b.sequence);
  if (taps.every((tap) => tap.before.length === 0)) return sorted;
  for (const tap of sorted) checkStages(hook, tap, sorted);
  return placeByBefore(hook, sorted);
}

function checkStages(hook: string, tap: PlacedTap, all: readonly PlacedTap[]): void {
  for (const other of all) {
    if (!tap.before.includes(other.plugin) || other.stage >= tap.stage) continue;
    throw new DataWaveError({
      code: 'DW_HOOK_ORDER_CONTRADICTION',
      message: `On hook "${hook}" the tap of "${tap.plugin}" wants to come before "${other.plugin}" but has stage ${tap.stage}, and "${other.plugin}" has the earlier stage ${other.stage}.`,
      hint: `Give the tap of "${tap.plugin}" a stage of at most ${other.stage}, or leave out "before".`,
      where: `hook ${hook}`,
    });
  }
}

function placeByBefore<T extends PlacedTap>(hook: string, sorted: readonly T[]): readonly T[] {
  const placed: T[] = [];
  let waiting = [...sorted];
  while (waiting.length > 0) {
    // The first in base order that nobody still waiting has to precede.
    const next = waiting.find(
      (tap) => !waiting.some((other) => other !== tap && other.before.includes(tap.plugin)),
    );
    if (next === undefined) throw contradiction(hook, waiting);
    placed.push(next);
    waiting = waiting.filter((tap) => tap !== next);
  }
  return placed;
}

function contradiction(hook: string, taps: readonly PlacedTap[]): DataWaveError {
  const edges = new Map<string, string[]>();
  for (const tap of taps) edges.set(tap.plugin, [...(edges.get(tap.plugin) ?? []), ...tap.before]);
  const path = orderGraph(edges).cycles[0]?.path ?? taps.map((tap) => tap.plugin);
  return new DataWaveError({
    code: 'DW_HOOK_ORDER_CONTRADICTION',
    message: `On hook "${hook}" the taps want to come before each other in a circle: ${path.join(' before ')}.`,
    hint: 'Leave out one "before" of the circle.',
    where: `hook ${hook}`,
  });
}
