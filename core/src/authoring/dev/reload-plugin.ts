import { coreServices, definePlugin, type ServerSentEvent } from '@datawave/plugin-sdk';
import type { InlinePlugin } from '../../plugins/discover.ts';

/** Below `/api/v1`: tells pages that their components were built anew. */
export const RELOAD_ROUTE = '/plugin-dev/reloads';

/** Tells browsers to load their page again. */
export class Reloads {
  readonly #listeners = new Set<() => void>();

  /** @returns how many pages were told */
  tell(): number {
    for (const listener of this.#listeners) listener();
    return this.#listeners.size;
  }

  async *events(signal: AbortSignal): AsyncGenerator<ServerSentEvent> {
    let told = 0;
    let wake: (() => void) | null = null;
    const listener = (): void => {
      told += 1;
      wake?.();
    };
    const end = (): void => wake?.();
    this.#listeners.add(listener);
    signal.addEventListener('abort', end);
    try {
      for (let sent = 0; !signal.aborted; ) {
        if (sent < told) {
          sent = told;
          yield { event: 'reload', data: {} };
          continue;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (signal.aborted || sent < told) resolve();
        });
      }
    } finally {
      this.#listeners.delete(listener);
      signal.removeEventListener('abort', end);
    }
  }
}

/** The plugin that brings the route; it is there only while a plugin is being written. */
export const reloadPlugin = (reloads: Reloads): InlinePlugin => ({
  manifest: {
    ...{ manifestVersion: 1, id: 'plugin-dev', title: 'Plugin development', apiVersion: '*' },
    resources: ['plugin-dev'],
  },
  plugin: definePlugin()({
    deps: { http: coreServices.http },
    setup({ deps: { http }, signal }) {
      http.route({
        method: 'GET',
        path: RELOAD_ROUTE,
        permission: 'signed-in',
        summary: 'Tell a page that its components were built anew',
        handler: async ({ scope }) => ({ events: reloads.events(AbortSignal.any([scope.signal, signal])) }),
      });
      return {};
    },
  }),
});
