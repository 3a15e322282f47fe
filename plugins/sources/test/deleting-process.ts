import { StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { sourcesService } from '@datawave/plugin-sdk';

/**
 * A platform in a process of its own that deletes a source of which much is remembered, for a test that ends it the hard way.
 * Arguments: the data folder, and how many assets. Says which source it is, as soon as some of it has been taken away.
 */
const [, , dataDirectory = '', assets = '0'] = process.argv;
process.once('disconnect', () => process.exit(0));

const test = await startPlatform({
  plugins: [new StagedSource([]).plugin],
  dataDirectory,
  settings: { jobs: { leaseSeconds: 1 } },
});
const { id } = await test
  .service(sourcesService)
  .register(test.scope(), { key: 'large', title: 'Large', connector: 'staged', config: { host: 'a' } });
await withDatabase(dataDirectory, (client) =>
  client.query(
    `insert into scans.asset_states (workspace_id, source_id, urn, name, fingerprint, columns, settings_key, run_id, duration_ms)
     select $1, $2, 'urn:dw:staged:large:main/t' || n, 'main.t' || n, 'f', '[]', 'k', gen_random_uuid(), 5 from generate_series(1, $3::int) n`,
    [test.scope().workspace, id, Number(assets)],
  ),
);
const answer = await test.request('DELETE', `/api/v1/sources/${id}`);
if (answer.status !== 202) throw new Error(`it answered ${answer.status}`);
const taken = async (): Promise<number> => {
  const { body } = await test.request('GET', `/api/v1/sources/departures/${id}`);
  return Number(Reflect.get(Object(body), 'taken'));
};
while ((await taken()) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
process.send?.({ id, taken: await taken() });
