import { coreServices, definePlugin } from '@datawave/plugin-sdk';
import { createTestKernel } from '@datawave/plugin-sdk/testing';
import { inline } from './kernel-family.ts';

/** Where the database is, and the folder with the vault's key. */
interface Where {
  readonly url: string;
  readonly migrationUrl: string;
  readonly dataDirectory: string;
}

/** The plugin whose settings are changed. With the size 66 it does not get ready. */
export const settledPlugin = (onSetup: (size: unknown) => void): ReturnType<typeof inline> => ({
  ...inline(
    'settled',
    definePlugin<{ readonly size: number; readonly word?: string }>()({
      deps: { http: coreServices.http, storage: coreServices.storage },
      migrations: [{ name: '0001', up: ['select 1'] }],
      async setup({ config }) {
        onSetup(config);
        if (config.size === 66) await new Promise(() => undefined);
        return {};
      },
    }),
    { needs: { database: 'own' } },
  ),
  configSchema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      size: { type: 'integer', default: 4 },
      word: { type: 'string', writeOnly: true },
    },
  },
});

const given = process.argv[2];
/** A replica that tells of each start of the plugin and is told what to set, to be killed meanwhile. */
if (process.send !== undefined && given !== undefined) {
  const where = JSON.parse(given) as Where;
  const kernel = await createTestKernel({
    plugins: [settledPlugin((config) => process.send?.({ setup: config }))],
    dataDirectory: where.dataDirectory,
    settings: {
      storage: { url: where.url, migrationUrl: where.migrationUrl },
      boot: { pluginBudgetMs: 60_000 },
    },
  });
  const path = '/api/v1/plugins/settled/settings';
  const change = async (settings: unknown): Promise<number> => {
    const tag = (await kernel.request('GET', path)).headers.get('etag') ?? '';
    const answer = await kernel.request('PUT', path, { body: { settings }, headers: { 'if-match': tag } });
    return answer.status;
  };
  process.on('message', (settings) => {
    void change(settings).then((status) => process.send?.({ status }));
  });
  process.send({ ready: true });
}
