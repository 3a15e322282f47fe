import type { AccessService, HttpService, PluginsService } from '@datawave/plugin-sdk';

/** What the list of what a token may be made for works with. */
export interface TokenScopeRouteParts {
  readonly http: HttpService;
  readonly access: AccessService;
  readonly plugins: PluginsService;
  readonly longestDays: number;
}

/** Mounts what a token of one's own can be of use for: no more than what one may do oneself. */
export function mountTokenScopeRoutes({ http, access, plugins, longestDays }: TokenScopeRouteParts): void {
  http.route({
    method: 'GET',
    path: '/api-tokens/permissions',
    permission: 'signed-in',
    summary:
      'Permissions that one holds oneself, to choose those of a token from, and how long one lasts at most.',
    handler: async ({ scope }) => {
      const items = [];
      for (const { id, title, plugin } of await plugins.permissions())
        if ((await access.decide(scope, { permission: id })).allowed) items.push({ id, title, plugin });
      return { body: { items, nextCursor: null, longestDays } };
    },
  });
}
