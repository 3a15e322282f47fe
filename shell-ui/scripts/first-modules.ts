/** As far as the bundler is asked. */
interface Graph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/**
 * Knows, once the bundler has read everything, which modules an entry imports, and those in turn, leaving out what is imported on
 * demand.
 * @param entry - path of the entry's file
 */
export function firstModules(entry: string): {
  readonly plugin: { readonly name: string; buildEnd(this: Graph): void };
  readonly has: (id: string) => boolean;
} {
  const found = new Set<string>();
  return {
    plugin: {
      name: 'datawave:first-modules',
      buildEnd() {
        const follow = (id: string): void => {
          if (found.has(id)) return;
          found.add(id);
          this.getModuleInfo(id)?.importedIds.forEach(follow);
        };
        follow(entry);
      },
    },
    has: (id) => found.has(id),
  };
}
