import { startPlatform } from '@datawave/core/test-platform';

/** A worker in a process of its own that takes the jobs of one plugin. Arguments: the data folder and the plugin. */
const [, , dataDirectory = '', queue = ''] = process.argv;

process.once('disconnect', () => process.exit(0));
await startPlatform({ dataDirectory, role: 'worker', queues: [queue] });
process.send?.({ isReady: true });
