import type { Block, Group } from './conditions.ts';

/** Where a block stands: its index in each group from the outermost on. */
export type Place = readonly number[];

export const blockAt = (root: Group, place: Place): Block | undefined =>
  place.reduce<Block | undefined>(
    (block, index) => (block?.kind === 'group' ? block.items[index] : undefined),
    root,
  );

/** Puts another block in a place; null takes it away. */
export function replaceAt(root: Group, place: Place, block: Block | null): Group {
  const [index, ...rest] = place;
  if (index === undefined) return block?.kind === 'group' ? block : root;
  const items = root.items.flatMap((item, at) => {
    if (at !== index) return [item];
    if (rest.length === 0) return block === null ? [] : [block];
    return item.kind === 'group' ? [replaceAt(item, rest, block)] : [item];
  });
  return { ...root, items };
}

/** Puts a block before what stands in a place. */
export function insertAt(root: Group, place: Place, block: Block): Group {
  const [index, ...rest] = place;
  if (index === undefined) return root;
  if (rest.length === 0) return { ...root, items: root.items.toSpliced(index, 0, block) };
  return {
    ...root,
    items: root.items.map((item, at) =>
      at === index && item.kind === 'group' ? insertAt(item, rest, block) : item,
    ),
  };
}

/** What became of a move: the blocks, and where the one that moved stands now. */
export interface Moved {
  readonly root: Group;
  readonly place: Place;
}

export type Direction = 'up' | 'down' | 'in' | 'out';

/**
 * Moves a block one step: up and down among its neighbours, out of its group, or into the group before or after it; null where it
 * cannot go.
 */
export function moved(root: Group, place: Place, direction: Direction): Moved | null {
  const block = blockAt(root, place);
  const index = place.at(-1);
  const around = blockAt(root, place.slice(0, -1));
  if (block === undefined || index === undefined || around?.kind !== 'group') return null;
  const outer = place.slice(0, -1);
  const without = replaceAt(root, place, null);
  if (direction === 'out') {
    const at = outer.at(-1);
    if (at === undefined) return null;
    const to = [...outer.slice(0, -1), at + 1];
    return { root: insertAt(without, to, block), place: to };
  }
  if (direction === 'in') {
    const before = around.items[index - 1];
    const after = around.items[index + 1];
    if (before?.kind === 'group') {
      const to = [...outer, index - 1, before.items.length];
      return { root: insertAt(without, to, block), place: to };
    }
    if (after?.kind !== 'group') return null;
    const to = [...outer, index, 0];
    return { root: insertAt(without, to, block), place: to };
  }
  const next = index + (direction === 'up' ? -1 : 1);
  if (next < 0 || next >= around.items.length) return null;
  const to = [...outer, next];
  return { root: insertAt(without, to, block), place: to };
}

/** Puts a block before another one, wherever both stand; null where it would go into itself. */
export function dropped(root: Group, from: Place, to: Place): Moved | null {
  const block = blockAt(root, from);
  const isWithin = from.every((index, at) => to[at] === index);
  if (block === undefined || from.length === 0 || to.length === 0 || isWithin) return null;
  const level = from.length - 1;
  const isSameGroup = from.slice(0, -1).every((index, at) => to[at] === index) && to.length > level;
  const shifts = isSameGroup && (to[level] ?? 0) > (from[level] ?? 0);
  const place = shifts ? to.map((index, at) => (at === level ? index - 1 : index)) : to;
  return { root: insertAt(replaceAt(root, from, null), place, block), place };
}
