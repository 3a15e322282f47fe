import { join } from 'node:path';
import { definePlugin, type ExecutionScope } from '@datawave/plugin-sdk';
import { askHook, type Host, hostService, syncHook, toolPoint } from './fixture/src/contracts.ts';

/** What happened on the platform's side. */
export interface Heard {
  remembered: unknown;
  readonly scopes: ExecutionScope[];
  /** Streams that were ended before they were over. */
  closed: number;
}

/** The plugin of the platform's side that the isolated fixture uses. */
export const hostPlugin = (heard: Heard) =>
  definePlugin()({
    provides: { host: hostService },
    hooks: [askHook, syncHook],
    extensionPoints: [toolPoint],
    setup({ extensions, hooks }) {
      extensions.contribute(toolPoint, 'inside', {
        title: 'Inside tool',
        use: async (scope, value) => `${scope.principal.id} uses ${String(value)}`,
        async *rows() {
          yield ['inside'];
        },
      });
      const host: Host = {
        async greet(scope, name) {
          heard.scopes.push(scope);
          return `Hello ${name}, says ${scope.principal.id}`;
        },
        async *count(to) {
          try {
            for (let value = 1; value <= to; value++) yield value;
          } finally {
            heard.closed++;
          }
        },
        ask: (question) => hooks.call(askHook, { question }),
        async fail() {
          throw new Error(`cannot read ${join(import.meta.dirname, 'secret/place')}`);
        },
        same: async (value) => value === heard.remembered,
        async remember(value) {
          heard.remembered = value;
        },
      };
      return { host };
    },
  });
