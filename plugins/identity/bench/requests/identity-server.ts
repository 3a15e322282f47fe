import { coreServices, definePlugin } from '@datawave/plugin-sdk';
import { ADMIN_PASSWORD, ServedIdentity } from '../../test/served-identity.ts';

// The platform with accounts of its own, and a route that answers what bare koa does; tells its parent how to be asked.
const things = definePlugin()({
  deps: { http: coreServices.http },
  setup({ deps }) {
    deps.http.route<{ id: number }, { limit: number }>({
      method: 'GET',
      path: '/things/:id',
      permission: 'things:read',
      summary: 'Reads.',
      params: { type: 'object', properties: { id: { type: 'integer', minimum: 1 } }, required: ['id'] },
      query: {
        type: 'object',
        additionalProperties: false,
        properties: { limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 } },
      },
      handler: async ({ params, query }) => ({
        body: {
          ...{ id: params.id, limit: query.limit, urn: 'urn:dw:postgres:sales:public/customer' },
          ...{ name: 'public.customer', type: 'table', rowCount: 59, owner: 'user:admin' },
          classifications: [{ infoType: 'EMAIL_ADDRESS', sensitivity: 'confidential', confidence: 0.99 }],
        },
        version: 7,
      }),
    });
    return {};
  },
});

const served = await ServedIdentity.start({
  settings: { server: { rates: { enabled: true, perMinute: 900_000_000 } } },
  plugins: [
    {
      manifest: { manifestVersion: 1, id: 'things', apiVersion: '^0.1.0', resources: ['things'] },
      plugin: things,
    },
  ],
});
const token = await served.tokenOf('admin', ADMIN_PASSWORD);
const { header: cookie } = await served.browse('admin', ADMIN_PASSWORD);
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicroseconds: user + system });
});
process.on('disconnect', () => void served.stop().finally(() => process.exit(0)));
process.send?.({ port: Number(new URL(String(served.test.kernel.address)).port), token, cookie });
