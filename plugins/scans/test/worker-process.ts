import { StagedSource, startPlatform } from '@datawave/core/test-platform';
import { scansService, sourcesService } from '@datawave/plugin-sdk';

/**
 * A platform in a process of its own, for tests that end it the hard way. Arguments: the data folder and, as JSON, the
 * names of the tables, how many of them answer at all, and which one ends the process. Says which run it works on.
 */
const [, , dataDirectory = '', text = '{}'] = process.argv;
const {
  names,
  answers = Number.POSITIVE_INFINITY,
  poison,
} = JSON.parse(text) as {
  readonly names: readonly string[];
  readonly answers?: number;
  readonly poison?: string;
};

let sampled = 0;
process.once('disconnect', () => process.exit(0));

const staged = new StagedSource(
  names.map((name) => ({
    name,
    sample: async () => {
      if (name === poison) process.kill(process.pid, 'SIGKILL');
      sampled += 1;
      if (sampled > answers) await new Promise<never>(() => undefined);
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
