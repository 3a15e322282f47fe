import { GROUP, patchOf, ServedScim } from '../test/served-scim.ts';

/**
 * `npm run bench -- scim-members`: people brought in a second, and how long it takes to put them into a group at once and one by one, to
 * read it, and to find one of them; over HTTP, in the same run.
 */
const PEOPLE = Number(process.env['DATAWAVE_BENCH_PEOPLE'] ?? 2_000);
const ONE_BY_ONE = 100;
const AT_ONCE = 8;

const served = await ServedScim.start();
const call = served.as(await served.token('Entra ID'));

async function timed(what: string, work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  const ms = performance.now() - start;
  console.log(`${what.padEnd(46)} ${ms.toFixed(1).padStart(9)} ms`);
  return ms;
}
const expectStatus = (status: number, wanted: number): void => {
  if (status !== wanted) throw new Error(`answered ${status} in place of ${wanted}`);
};

const ids: string[] = [];
const made = await timed(`${PEOPLE} people brought in, ${AT_ONCE} at once`, async () => {
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < PEOPLE) {
        const name = `person-${next++}`;
        const { status, body } = await call('POST', '/Users', { userName: name, externalId: name });
        expectStatus(status, 201);
        ids.push(String(body['id']));
      }
    }),
  );
});
console.log(`${''.padEnd(46)} ${((PEOPLE * 1_000) / made).toFixed(0).padStart(9)} a second`);

const group = async (displayName: string): Promise<string> => {
  const { status, body } = await call('POST', '/Groups', { schemas: [GROUP], displayName });
  expectStatus(status, 201);
  return `/Groups/${String(body['id'])}`;
};
const all = await group('All');
const few = await group('Few');
const add = async (path: string, members: readonly string[]): Promise<void> => {
  const value = members.map((one) => ({ value: one }));
  expectStatus((await call('PATCH', path, patchOf({ op: 'add', path: 'members', value }))).status, 204);
};
const together = await timed(`${PEOPLE} put into a group by one PATCH`, () => add(all, ids));
const apart = await timed(`${ONE_BY_ONE} by a PATCH each`, async () => {
  for (const id of ids.slice(0, ONE_BY_ONE)) await add(few, [id]);
});
const ratio = apart / ONE_BY_ONE / (together / PEOPLE);
console.log(`${'one of them alone costs'.padEnd(46)} ${ratio.toFixed(1).padStart(9)} times as much`);
await timed('the group with its members', async () => expectStatus((await call('GET', all)).status, 200));
await timed('groups without members', async () =>
  expectStatus((await call('GET', '/Groups?excludedAttributes=members')).status, 200),
);
await timed('somebody by user name', async () =>
  expectStatus(
    (await call('GET', `/Users?filter=${encodeURIComponent('userName eq "person-7"')}`)).status,
    200,
  ),
);
await timed('everybody out of the group', async () =>
  expectStatus((await call('PUT', all, { schemas: [GROUP], displayName: 'All', members: [] })).status, 200),
);
await served.stop();
