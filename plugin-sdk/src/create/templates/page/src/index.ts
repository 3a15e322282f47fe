import { coreServices, definePlugin } from '@datawave/plugin-sdk';
import type { Config } from './config.ts';

export default definePlugin<Config>()({
  deps: { http: coreServices.http },
  setup({ deps: { http }, config }) {
    http.route({
      method: 'GET',
      path: '/sample-plugin',
      permission: 'sample-plugin:read',
      summary: 'The links of sample plugin',
      handler: async () => ({ body: { items: config.links, nextCursor: null } }),
    });
    return {};
  },
});
