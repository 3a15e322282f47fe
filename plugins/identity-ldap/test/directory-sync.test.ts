import { join } from 'node:path';
import { coreServices, definePlugin, type JobsService, type StorageService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { requireServer } from '../../../core/test/servers/server-program.ts';
import { type RunningSlapd, startSlapd } from '../../../core/test/servers/slapd.ts';
import { ADMIN_PASSWORD, ServedIdentity } from '../../identity/test/served-identity.ts';
import { syncJob } from '../src/directory-sync.ts';
import {
  addGroups,
  addPerson,
  administer,
  changeMember,
  dnOf,
  GROUPS,
  ldifOf,
  PASSWORD,
  PEOPLE,
  READER,
} from './directory.ts';

/** Beside the people who are compared. */
const AWAY = 'ou=away,dc=example,dc=com';
const NAMES = Array.from({ length: 14 }, (_, index) => `person${index}`);

describe('comparing accounts with a directory', function () {
  this.timeout(60_000);
  let slapd: RunningSlapd;
  let served: ServedIdentity;
  let stopped = false;
  let own: { readonly jobs: JobsService; readonly storage: StorageService };

  before(async function () {
    requireServer(this, 'slapd');
    slapd = await startSlapd({ ldif: ldifOf(NAMES.map((uid) => ({ uid }))) });
    await administer(slapd, async (client) => {
      await client.add(AWAY, { objectClass: 'organizationalUnit', ou: 'away' });
      await addGroups(client, { staff: NAMES.map(dnOf), night: [dnOf('person0')] });
    });
    const directory = {
      ...{ key: 'corp', title: 'Corporation', urls: [`ldap://localhost:${slapd.port}`], plaintext: true },
      ...{ bindDn: READER.dn, bindPassword: READER.password, pageSize: 3 },
      ...{ users: { base: PEOPLE }, groups: { base: GROUPS } },
    };
    served = await ServedIdentity.start({
      plugins: [
        { directory: join(import.meta.dirname, '..'), config: { directories: [directory] } },
        {
          manifest: { manifestVersion: 1, id: 'asker', apiVersion: '*' },
          plugin: definePlugin()({
            deps: { jobs: coreServices.jobs, storage: coreServices.storage },
            setup: ({ deps }) => {
              own = deps;
              return {};
            },
          }),
        },
      ],
    });
    for (const name of NAMES) await served.tokenOf(name, PASSWORD);
  });
  afterEach(function () {
    stopped = this.currentTest?.isFailed() === true;
  });
  after(async () => {
    await served?.stop();
    await slapd?.stop();
  });

  /** Runs the job, and answers what it said of itself. */
  const compare = async (): Promise<string> => {
    const scope = served.test.scope();
    const id = await own.storage.transaction(scope, (tx) =>
      own.jobs.enqueue(tx, scope, syncJob, { directory: 'corp' }),
    );
    for (;;) {
      const job = await own.jobs.get(scope, id);
      if (job?.state === 'completed') return 'completed';
      // What fails is tried again a second later; why it did stands there already.
      if (job?.error != null) {
        await own.jobs.cancel(scope, id);
        return job.error.code;
      }
      if (stopped) throw new Error(`the job is ${JSON.stringify(job)}`);
      await new Promise((next) => setTimeout(next, 20));
    }
  };
  const states = async (): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      (
        await served.query<{ username: string; state: string }>(
          `select username, state from identity.users where username like 'person%'`,
        )
      ).map(({ username, state }) => [username, state]),
    );
  const out = async (): Promise<readonly string[]> =>
    Object.entries(await states())
      .filter(([, state]) => state !== 'active')
      .map(([name]) => name)
      .sort();
  const move = (to: string, ...names: readonly string[]): Promise<void> =>
    administer(slapd, async (client) => {
      for (const name of names) {
        const [at, away] = [dnOf(name), `uid=${name},${AWAY}`];
        await client.modifyDN(to === AWAY ? at : away, `uid=${name},${to}`);
      }
    });

  it('changes nothing where nobody has left, and tells of changed names and groups', async () => {
    expect(await compare()).to.equal('completed');
    expect(await out()).to.deep.equal([]);
    await administer(slapd, async (client) => {
      await changeMember(client, 'add', 'night', dnOf('person1'));
      await changeMember(client, 'delete', 'night', dnOf('person0'));
    });
    expect(await compare()).to.equal('completed');
    const members = await served.query<{ username: string }>(
      `select u.username from identity.users u join identity.memberships m on m.user_id = u.id join identity.groups g on g.id = m.group_id where g.name = 'night'`,
    );
    expect(members).to.deep.equal([{ username: 'person1' }]);
  });

  it('deactivates who has left, ends what they had open, and brings them back when they are', async () => {
    const token = await served.tokenOf('person2', PASSWORD);
    expect((await served.call('GET', '/account', { token })).status).to.equal(200);
    await move(AWAY, 'person2', 'person3');
    expect(await compare()).to.equal('completed');
    expect(await out()).to.deep.equal(['person2', 'person3']);
    expect((await served.call('GET', '/account', { token })).status).to.equal(401);
    await move(PEOPLE, 'person2', 'person3');
    expect((await served.login('person2', PASSWORD)).status, 'not before the next comparison').to.equal(401);
    const admin = await served.tokenOf('admin', ADMIN_PASSWORD);
    const [four] = await served.query<{ id: string }>(
      `select id from identity.users where username = 'person4'`,
    );
    await served.call('POST', `/users/${four?.id}/deactivate`, { token: admin });
    expect(await compare()).to.equal('completed');
    expect(await out(), 'who was deactivated here').to.deep.equal(['person4']);
    await served.tokenOf('person2', PASSWORD);
  });

  it('deactivates nobody when more are missing than is likely, or everybody is', async () => {
    const before = await out();
    await move(AWAY, ...NAMES.slice(5, 11));
    expect(await compare()).to.equal('DW_LDAP_TOO_MANY_GONE');
    await move(AWAY, ...NAMES.slice(0, 5), ...NAMES.slice(11));
    expect(await compare()).to.equal('DW_LDAP_TOO_MANY_GONE');
    expect(await out()).to.deep.equal(before);
    await move(PEOPLE, ...NAMES);
  });

  it('deactivates nobody while the directory is down', async () => {
    const before = await out();
    await slapd.crash();
    expect(await compare()).to.equal('DW_LDAP_UNAVAILABLE');
    expect(await out()).to.deep.equal(before);
    await slapd.restart();
  });

  it('takes somebody who has the same name later for somebody else', async () => {
    await administer(slapd, async (client) => {
      await client.del(dnOf('person5'));
      await addPerson(client, { uid: 'person5' });
    });
    const token = await served.tokenOf('person5', PASSWORD);
    expect((await served.call('GET', '/account', { token })).body).to.include({ username: 'person5@corp' });
    expect(await compare()).to.equal('completed');
    expect(await out()).to.deep.equal(['person4', 'person5']);
  });
});
