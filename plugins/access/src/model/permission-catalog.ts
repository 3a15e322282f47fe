import { type AttributeName, type FieldError, nearestKey, type PluginsService } from '@datawave/plugin-sdk';
import { matchesPermission } from './permission-pattern.ts';
import type { Policy } from './policy.ts';

const ATTRIBUTES: readonly AttributeName[] = ['owner', 'domain', 'sensitivity', 'tags', 'source'];
/** Slips for which the word that was meant is looked for: that takes a while where there are hundreds. */
const MOST_LOOKED_UP = 10;

/** What can be permitted: a pattern that stands for nothing is a slip, and in a policy that denies a dangerous one. */
export class PermissionCatalog {
  readonly #plugins: PluginsService;

  constructor(plugins: PluginsService) {
    this.#plugins = plugins;
  }

  /**
   * Permissions for which nobody tells what conditions look at: a policy that allows would allow nothing, and one that denies would
   * deny all of it, whatever it says.
   */
  async untold({ permissions, when }: Policy): Promise<readonly FieldError[]> {
    const wanted = ATTRIBUTES.filter((name) => when[name] !== undefined);
    const declared = await this.#plugins.permissions();
    return permissions.flatMap((pattern, index) => {
      const meant = declared.filter(({ id }) => matchesPermission(pattern, id));
      const missing = wanted.filter(
        (name) => !meant.some(({ attributes = [] }) => attributes.includes(name)),
      );
      if (meant.length === 0 || missing.length === 0) return [];
      return [
        {
          pointer: `/permissions/${index}`,
          message: `asks about no ${missing.join(' and no ')}: conditions about it cannot be kept`,
        },
      ];
    });
  }

  /** What is wrong with patterns, each with a pointer below that of the list. */
  async faults(patterns: readonly string[], pointer: string): Promise<readonly FieldError[]> {
    const known = new Set<string>();
    for (const { id } of await this.#plugins.permissions()) {
      known.add(id);
      known.add(`${id.slice(0, id.lastIndexOf(':'))}:*`);
    }
    let looked = 0;
    return patterns.flatMap((pattern, index) => {
      if (pattern === '*' || known.has(pattern)) return [];
      looked += 1;
      const nearest = looked > MOST_LOOKED_UP ? undefined : nearestKey(pattern, known);
      return [
        {
          pointer: `${pointer}/${index}`,
          message: `is no permission that a plugin declares${nearest === undefined ? '' : `; did you mean "${nearest}"?`}`,
        },
      ];
    });
  }
}
