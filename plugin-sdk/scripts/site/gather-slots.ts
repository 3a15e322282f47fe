import type { RepositoryPlugin, SourceText } from './gather-plugins.ts';

/** A place in a page that plugins fill. */
export interface GatheredSlot {
  readonly name: string;
  /** Where it is and what its context holds, as the guide says; Markdown. */
  readonly where: string;
  readonly context: string;
  /** Ids of the plugins whose pages offer it, or `shell`. */
  readonly owners: readonly string[];
  readonly fillers: readonly { readonly plugin: string; readonly title: string; readonly element: string }[];
}

/**
 * Every slot that a page offers or a manifest fills.
 * @param guide - the Markdown with the table of slots: name, where, context
 */
export function gatherSlots(
  plugins: readonly RepositoryPlugin[],
  shell: readonly SourceText[],
  guide: string,
): { readonly slots: readonly GatheredSlot[]; readonly faults: readonly string[] } {
  const described = describedSlots(guide);
  const offered = new Set<string>();
  for (const { text } of [...shell, ...plugins.flatMap(({ sources }) => sources)]) {
    for (const [, name = ''] of text.matchAll(/<dw-slot[^>]*?\sname="([\w.-]+)"/g)) offered.add(name);
  }
  for (const { manifest } of plugins)
    for (const { slot } of manifest.contributes?.slots ?? []) offered.add(slot);
  const slots = [...new Set([...described.keys(), ...offered])].sort().map((name): GatheredSlot => {
    const written = new RegExp(`["'\`]${name.replaceAll('.', '\\.')}["'\`]`);
    return {
      name,
      where: described.get(name)?.where ?? '',
      context: described.get(name)?.context ?? '',
      owners: [
        ...(shell.some(({ text }) => written.test(text)) ? ['shell'] : []),
        ...plugins
          .filter(({ sources }) => sources.some(({ text }) => written.test(text)))
          .map(({ id }) => id),
      ],
      fillers: plugins.flatMap(({ id, manifest }) =>
        (manifest.contributes?.slots ?? [])
          .filter(({ slot }) => slot === name)
          .map(({ element, title }) => ({ plugin: id, title: title ?? '', element })),
      ),
    };
  });
  const faults = slots.flatMap(({ name, where, owners }) => [
    ...(where === '' ? [`the slot ${name} is not described in the guide to pages and slots`] : []),
    ...(owners.length === 0 ? [`the slot ${name} is described or filled, but no page offers it`] : []),
  ]);
  return { slots, faults };
}

function describedSlots(
  guide: string,
): ReadonlyMap<string, { readonly where: string; readonly context: string }> {
  const rows = guide.matchAll(/^\| ((?:`[\w.-]+`(?:, )?)+) \| (.*?) \| (.*?) \|$/gm);
  return new Map(
    [...rows].flatMap(([, names = '', where = '', context = '']) =>
      [...names.matchAll(/`([\w-]+\.[\w.-]+)`/g)].map(([, name = '']) => [name, { where, context }] as const),
    ),
  );
}
