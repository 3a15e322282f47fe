import { randomUUID } from 'node:crypto';
import { coreServices, definePlugin, type ServerSentEvent } from '@datawave/plugin-sdk';
import type { InlinePlugin } from '../../plugins/discover.ts';

/** Below `/api/v1`: tells pages that their components were built anew. */
export const RELOAD_ROUTE = '/plugin-dev/reloads';

/** Tells browsers which web components there are, by a name that is another one whenever they were built anew. */
export class Reloads {
  readonly #listeners = new Set<() => void>();
  readonly #run = randomUUID();
  #builds = 0;

  /** They were built anew. Answers how many pages are told. */
  tell(): number {
    this.#builds += 1;
    for (const listener of this.#listeners) listener();
    return this.#listeners.size;
  }

  /** What there is, at once and whenever it changes. */
  async *events(signal: AbortSignal): AsyncGenerator<ServerSentEvent> {
    let wake = (): void => undefined;
    const woken = (): void => wake();
    this.#listeners.add(woken);
    signal.addEventListener('abort', woken);
    try {
      for (let told = -1; !signal.aborted; ) {
        if (told !== this.#builds) {
          told = this.#builds;
          yield { event: 'state', data: `${this.#run} ${told}` };
          continue;
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (signal.aborted || told !== this.#builds) resolve();
        });
      }
    } finally {
      this.#listeners.delete(woken);
      signal.removeEventListener('abort', woken);
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
        // It tells nothing but that something was built, also to pages that ask for no sign-in.
        permission: 'public',
        summary: 'Tell a page that its components were built anew',
        handler: async ({ scope }) => ({ events: reloads.events(AbortSignal.any([scope.signal, signal])) }),
      });
      return {};
    },
  }),
});
