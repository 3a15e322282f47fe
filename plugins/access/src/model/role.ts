import type { RoleHolder } from '@datawave/plugin-sdk';

/** A role as decisions need it. */
export interface Role {
  readonly id: string;
  readonly key: string;
  readonly permissions: readonly string[];
  /** Ids of the roles that it inherits from. */
  readonly parents: readonly string[];
  /** Whether it is a role of every workspace. */
  readonly everywhere: boolean;
}

/** A role that was given. */
export interface Assignment {
  readonly role: string;
  readonly holder: RoleHolder;
  /** What the holder is called, where whoever gave it said so. */
  readonly name: string | null;
  readonly everywhere: boolean;
  /** Milliseconds since 1970; null without end. */
  readonly expiresAt: number | null;
  /** Of an elevation: its holder asked for it, and somebody approved. */
  readonly isElevation: boolean;
}

/**
 * The way by which a role would come to inherit itself, as keys, first and last alike; null where it would not.
 * @param parentsOf - keys of what a role inherits from directly, as it would be then
 */
export function findCycle(
  start: string,
  parentsOf: (key: string) => readonly string[],
): readonly string[] | null {
  const seen = new Set<string>();
  // A stack of its own: the graph is as deep as people make it.
  const ways: (readonly string[])[] = [[start]];
  for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
    for (const parent of parentsOf(way.at(-1) ?? start)) {
      if (parent === start) return [...way, parent];
      if (seen.has(parent)) continue;
      seen.add(parent);
      ways.push([...way, parent]);
    }
  }
  return null;
}
