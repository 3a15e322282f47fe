import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PluginPackage } from '@datawave/plugin-sdk';
import { moduleUrl, uiFolder } from '../plugins/ui-manifest.ts';

interface Brought {
  readonly url: string;
  readonly file: string;
  readonly slots: readonly string[];
  readonly pages: readonly string[];
}

/** Parts that a module imports before it runs, as the build writes them. */
const PARTS = /(?:\bfrom|\bimport)\s*["']\.\/(static\/[\w.-]+\.js)["']/g;

/**
 * Which modules of plugins a page of the shell needs first: those with something in its frame, on the start page or at its very address.
 * They are named in the document, so that the browser fetches them beside the shell instead of after it.
 */
export class FirstModules {
  readonly #brought = new Map<string, Brought>();
  readonly #parts = new Map<string, { readonly mtimeMs: number; readonly parts: readonly string[] }>();

  add({ manifest, directory }: Pick<PluginPackage, 'manifest' | 'directory'>): void {
    const { id, contributes: { ui, slots = [], pages = [] } = {} } = manifest;
    const url = moduleUrl(id, ui);
    if (url === null) return;
    this.#brought.set(id, {
      url,
      file: join(directory, uiFolder(ui), url.slice(`/plugins/${id}/ui/`.length)),
      slots: slots.map(({ slot }) => slot),
      pages: pages.map(({ path }) => path),
    });
  }

  remove(id: string): void {
    this.#brought.delete(id);
  }

  /** Addresses for a path of the shell, each module followed by the parts that it imports. */
  async at(path: string): Promise<readonly string[]> {
    const isNeeded = ({ slots, pages }: Brought): boolean =>
      pages.includes(path) ||
      slots.some((slot) => slot.startsWith('frame.') || (path === '/' && slot.startsWith('overview.')));
    const needed = [...this.#brought.values()].filter(isNeeded);
    return (await Promise.all(needed.map((brought) => this.#addresses(brought)))).flat();
  }

  async #addresses({ url, file }: Brought): Promise<readonly string[]> {
    try {
      const { mtimeMs } = await stat(file);
      let known = this.#parts.get(file);
      if (known?.mtimeMs !== mtimeMs) {
        const found = [...(await readFile(file, 'utf8')).matchAll(PARTS)];
        known = { mtimeMs, parts: [...new Set(found.map(([, part = '']) => part))] };
        this.#parts.set(file, known);
      }
      const folder = url.slice(0, url.lastIndexOf('/') + 1);
      return [url, ...known.parts.map((part) => folder + part)];
    } catch {
      // Not built: whoever shows it says so.
      return [];
    }
  }
}

/** The document with modules to fetch beside its own. */
export const withModules = (html: string, addresses: readonly string[]): string =>
  html.replace('</head>', (end) =>
    [...addresses.map((address) => `<link rel="modulepreload" href="${address}">`), end].join('\n'),
  );
