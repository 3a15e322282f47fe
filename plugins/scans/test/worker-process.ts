import { StagedSource, startPlatform } from '@datawave/core/test-platform';
import { scansService, sourcesService } from '@datawave/plugin-sdk';

/**
 * A platform in a process of its own, for tests that end it the hard way. Arguments: the data folder and, as JSON, the
 * names of the tables, how long each takes, and which of them ends the process. Says which run it works on.
 */
const [, , dataDirectory = '', text = '{}'] = process.argv;
const { names, milliseconds, poison } = JSON.parse(text) as {
  readonly names: readonly string[];
  readonly milliseconds: number;
  readonly poison?: string;
};

process.once('disconnect', () => process.exit(0));

const staged = new StagedSource(
  names.map((name) => ({
    name,
    sample: async () => {
      if (name === poison) process.kill(process.pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
    },
  })),
);
const test = await startPlatform({
  plugins: [staged.plugin],
  dataDirectory,
  scans: { concurrency: 2 },
  settings: { jobs: { leaseSeconds: 1 } },
});
const scope = test.scope();
const source = await test
  .service(sourcesService)
  .register(scope, { key: 'crashing', title: 'Crashing', connector: 'staged', config: { host: 'a' } });
const [present] = await test.service(scansService).list(scope, { sourceId: source.id, limit: 1 });
const run = present ?? (await test.service(scansService).start(scope, { sourceId: source.id }));
process.send?.({ run: run.id });
