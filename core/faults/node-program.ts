import { join } from 'node:path';
import { checkSettings, createKernel } from '../src/index.ts';
import { pluginFolder } from '../test/platform/index.ts';
import type { NodeOrder } from './node-process.ts';
import { stagedPlugin } from './staged-plugin.ts';

/** One process of the platform: what `datawave start --role ROLE` runs, and the staged connector beside. */
const PLUGINS = [
  ...['scanner', 'classification', 'assessment', 'sources', 'scan-rules', 'scans', 'catalog', 'compliance'],
  ...['classifier-contact', 'classifier-payment', 'framework-gdpr', 'connector-postgres', 'connector-mysql'],
];

const order: NodeOrder = JSON.parse(process.argv[2] ?? '{}');
process.once('disconnect', () => process.exit(0));

const checked = checkSettings({
  server: { port: order.port, accessLog: false, metrics: { enabled: false } },
  storage: { url: order.databaseUrl, data: join(order.folder, 'data') },
  jobs: {
    transport: order.redisUrl === null ? 'postgres' : 'bull',
    leaseSeconds: order.leaseSeconds,
    ...(order.redisUrl === null ? {} : { redis: { url: order.redisUrl } }),
  },
  log: { level: 'info', format: 'json' },
});
if (checked.value === null) throw new Error(JSON.stringify(checked.problems));

const kernel = await createKernel({
  config: {
    ...checked.value,
    file: join(order.folder, 'faults.yaml'),
    projectDirectory: order.folder,
    plugins: {},
  },
  role: order.role,
  http: 'always',
  env: { DATAWAVE_ADMIN_PASSWORD: order.password },
  extraPlugins: [
    ...PLUGINS.map((name) => ({
      directory: pluginFolder(name),
      ...(name === 'scans' ? { config: { assetTimeoutSeconds: 6, runsAtOnce: 16, sliceMegabytes: 1 } } : {}),
    })),
    ...['connector-sqlite', 'connector-files'].map((name) => ({
      directory: pluginFolder(name),
      config: { roots: ['/'] },
    })),
    stagedPlugin(order.staged, order.folder),
  ],
});
process.on('unhandledRejection', (error) => {
  if (kernel.blame(error) === null) throw error;
});
await kernel.start();
process.send?.({ isReady: true });
