import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { everythingStored } from '@datawave/core/test-platform';
import { coreServices, DEFAULT_WORKSPACE } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import {
  BERLIN,
  CONFIG,
  type ListedIncident,
  Receiver,
  SYDNEY,
  WatchedPlatform,
} from './watched-platform.ts';

const PASSWORD = 'walking slowly by the sea';
const WRONG = 'not-the-password-4711';
const SECRET = 'a secret that signs the notices';
const OTHER = '00000000-0000-7000-8000-0000000000b7';

describe('security incidents', function () {
  this.timeout(120_000);
  let platform: WatchedPlatform;
  let second: WatchedPlatform;
  let receiver: Receiver;

  before(async () => {
    receiver = await Receiver.start();
    const config = { ...CONFIG, webhook: { url: receiver.url, secret: SECRET } };
    platform = await WatchedPlatform.start(config);
    second = await WatchedPlatform.start(config, platform.served.folder);
  });
  after(async () => {
    await second?.served.test.stop();
    await platform?.stop();
    await receiver?.stop();
  });

  const fail = async (name: string, times: number, address: string, on = platform): Promise<void> => {
    for (let index = 0; index < times; index++)
      expect((await on.login(name, WRONG, address)).status).to.equal(401);
  };
  const ofSubject =
    (subject: string) =>
    ({ subject: { id } }: ListedIncident): boolean =>
      id === subject;
  const one = (id: string) => platform.send('GET', `/security-incidents/${id}`);

  describe('of failed sign-ins', () => {
    let ann: string;
    let incident: ListedIncident;

    before(async () => {
      ann = await platform.served.makeUser('ann', PASSWORD);
    });

    it('are opened once, whichever of two processes the sign-ins came to', async () => {
      await fail('ann', 2, BERLIN);
      await fail('ann', 2, BERLIN, second);
      await platform.incident({ detection: 'brute-force' }, ofSubject(ann));
      await platform.caughtUp();
      const all = (await platform.list({ subject: ann })).filter(
        ({ detection }) => detection === 'brute-force',
      );
      expect(all).to.have.length(1);
      [incident] = all as [ListedIncident];
      expect(incident).to.include({
        severity: 'medium',
        status: 'open',
        reach: 'platform',
        observationCount: 4,
        isCompromised: false,
      });
      expect(incident.subject).to.deep.equal({ kind: 'account', id: ann, name: 'ann' });
      expect(await second.list({ subject: ann })).to.deep.equal(await platform.list({ subject: ann }));
    });

    it('count each observation once, however often the trail is looked at', async () => {
      await platform.served.query(
        `update security_monitor.cursors set position = 0 where workspace_id = $1`,
        [DEFAULT_WORKSPACE],
      );
      await fail('nobody', 1, BERLIN);
      await platform.caughtUp();
      const { observationCount } = await platform.incident({ subject: ann, detection: 'brute-force' });
      expect(observationCount).to.equal(4);
      // Whoever sends wrong passwords ends nobody's session.
      const { body } = await platform.send('GET', `/security-incidents/${incident.id}/responses`);
      expect(JSON.stringify(body)).not.to.include('revoke');
      const seen = (await platform.timeline(incident.id)).filter(({ kind }) => kind === 'observed');
      expect(seen).to.have.length(4);
      for (const { facts } of seen)
        expect(facts).to.include({ what: 'sign-in-failed', address: BERLIN, reason: 'credentials' });
    });

    it('become critical when somebody gets in from where the wrong ones came from', async () => {
      const { body } = await platform.login('ann', PASSWORD, BERLIN);
      const token = String(body['accessToken']);
      await platform.incident(
        { subject: ann, severity: 'critical' },
        ({ detection }) => detection === 'brute-force',
      );
      // The settings say that sessions are ended by themselves then.
      while ((await platform.served.call('GET', '/account', { token })).status !== 401) await sleep(50);
      const { body: responses } = await platform.send('GET', `/security-incidents/${incident.id}/responses`);
      expect(responses['items'])
        .to.be.an('array')
        .and.to.satisfy((items: readonly Record<string, unknown>[]) =>
          items.some(
            (item) => item['kind'] === 'revoke' && item['isAutomatic'] === true && item['account'] === ann,
          ),
        );
    });

    it('tell a receiver, with a signature, and again where it did not answer', async () => {
      const delivery = ({ headers }: Receiver['notices'][number]) => headers['datawave-delivery'];
      // The first was answered with 503.
      const again = () =>
        receiver.notices
          .slice(1)
          .find((notice) => delivery(notice) === delivery(receiver.notices[0] ?? notice));
      while (again() === undefined) await sleep(50);
      const notice = again();
      const [, seconds = '', signature = ''] =
        /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(notice?.headers['datawave-signature'])) ?? [];
      expect(createHmac('sha256', SECRET).update(`${seconds}.${notice?.body}`).digest('hex')).to.equal(
        signature,
      );
      expect(JSON.parse(notice?.body ?? '')).to.nested.include({
        type: 'security.incident.opened',
        'incident.severity': 'medium',
      });
    });

    it('keep no name that nobody has, and no password', async () => {
      const typed = `it is my password ${crypto.randomUUID()}`;
      await fail(typed, 4, '192.0.2.77');
      const found = await platform.incident(
        { detection: 'brute-force' },
        ({ subject }) => subject.kind === 'unknown-name',
      );
      expect(found).to.include({ severity: 'low' });
      expect(found.subject.id).to.match(/^unknown:/);
      expect(found.accounts).to.deep.equal([]);
      const { status, body } = await platform.send('POST', `/security-incidents/${found.id}/responses`, {
        kind: 'lock',
      });
      expect({ status, code: body['code'] }).to.deep.equal({
        status: 400,
        code: 'DW_SECURITY_RESPONSE_REFUSED',
      });
      const stored = await everythingStored(platform.served.folder);
      for (const text of [typed, WRONG, PASSWORD, SECRET])
        expect(stored.includes(text), text).to.equal(false);
      expect(JSON.stringify(receiver.notices)).not.to.include(typed).and.not.to.include(SECRET);
    });

    it('are closed with a reason, and what belongs to a closed one counts no second time', async () => {
      const { body } = await one(incident.id);
      const version = String(body['version']);
      const change = (sent: object, match = version) =>
        platform.send('PATCH', `/security-incidents/${incident.id}`, sent, { 'if-match': `"${match}"` });
      expect((await change({ status: 'resolved' })).body['code']).to.equal('DW_SECURITY_INCIDENT_REASON');
      expect((await change({ assignee: 'user:nobody' })).body['code']).to.equal(
        'DW_SECURITY_INCIDENT_ASSIGNEE',
      );
      const taken = await change({ status: 'acknowledged', assignee: 'user:admin' });
      expect(taken.body).to.include({ status: 'acknowledged', assignee: 'user:admin' });
      expect((await change({ status: 'resolved', reason: 'Too late.' })).status).to.equal(412);
      const closed = await change({ status: 'resolved', reason: 'A test.' }, String(taken.body['version']));
      expect(closed.body).to.include({ status: 'resolved', reason: 'A test.', closedBy: 'user:admin' });
      await fail('ann', 3, SYDNEY);
      await platform.caughtUp();
      expect(await platform.list({ subject: ann, status: 'active' })).to.deep.equal([]);
      await fail('ann', 1, SYDNEY);
      const next = await platform.incident({ subject: ann, status: 'active', detection: 'brute-force' });
      expect(next.id).not.to.equal(incident.id);
      expect(next.observationCount).to.equal(4);
      const reopened = await platform.send('PATCH', `/security-incidents/${incident.id}`, { status: 'open' });
      expect({ status: reopened.status, code: reopened.body['code'] }).to.deep.equal({
        status: 409,
        code: 'DW_SECURITY_INCIDENT_REOPENED',
      });
      expect((await platform.timeline(incident.id)).filter(({ kind }) => kind === 'changed')).to.have.length(
        2,
      );
    });

    it('are answered by hand: sessions end with 401, and a locked account does not get in', async () => {
      const { id } = await platform.incident({ subject: ann, status: 'active', detection: 'brute-force' });
      const { body } = await platform.login('ann', PASSWORD, '192.0.2.200');
      const token = String(body['accessToken']);
      expect((await second.served.call('GET', '/account', { token })).status).to.equal(200);
      const revoked = await platform.send('POST', `/security-incidents/${id}/responses`, { kind: 'revoke' });
      expect(revoked.status, JSON.stringify(revoked.body)).to.equal(201);
      expect(revoked.body).to.include({ state: 'done', account: ann, isAutomatic: false });
      expect((await platform.served.call('GET', '/account', { token })).status).to.equal(401);
      while ((await second.served.call('GET', '/account', { token })).status !== 401) await sleep(50);
      expect(
        (await platform.send('POST', `/security-incidents/${id}/responses`, { kind: 'lock' })).status,
      ).to.equal(201);
      expect((await platform.login('ann', PASSWORD, '192.0.2.201')).status).to.equal(401);
      const done = (await platform.timeline(id)).filter(({ kind }) => kind === 'responded');
      expect(done.map(({ facts }) => facts['response'])).to.include.members(['revoke', 'lock']);
      const { items } = (
        await platform.send('GET', '/audit-events?action=security-monitor.incident.responded')
      ).body;
      expect(JSON.stringify(items)).to.include(id);
    });

    it('never lock the way back in', async () => {
      await fail('admin', 4, '192.0.2.80');
      const found = await platform.incident({ subject: 'user:admin', detection: 'brute-force' });
      expect(found.severity).to.equal('high');
      const { status, body } = await platform.send('POST', `/security-incidents/${found.id}/responses`, {
        kind: 'lock',
        account: 'user:admin',
      });
      expect({ status, code: body['code'] }).to.deep.equal({
        status: 409,
        code: 'DW_SECURITY_RESPONSE_REFUSED',
      });
      const elsewhere = await platform.send('POST', `/security-incidents/${found.id}/responses`, {
        kind: 'revoke',
        account: ann,
      });
      expect(elsewhere.status).to.equal(400);
    });

    it('ask for a sign-in of just now before anything is done', async () => {
      const { id } = await platform.incident({ subject: 'user:admin', detection: 'brute-force' });
      const session = { id: 'old', authenticatedAt: Date.now() - 3_600_000, methods: ['password'] as const };
      const { status, body } = await platform.served.test.request(
        'POST',
        `/api/v1/security-incidents/${id}/responses`,
        { body: { kind: 'revoke' }, session },
      );
      expect({ status, code: Reflect.get(Object(body), 'code') }).to.deep.equal({
        status: 403,
        code: 'DW_AUTH_STEP_UP',
      });
    });
  });

  it('tell a spray from one address by the number of names', async () => {
    for (let index = 0; index < 5; index++) await fail(`guess-${index}`, 1, '192.0.2.90');
    const found = await platform.incident({ detection: 'password-spray' }, ofSubject('192.0.2.90'));
    expect(found).to.include({ severity: 'medium', observationCount: 5 });
    expect(found.subject.kind).to.equal('address');
  });

  it('end the sessions of whoever was guessed, also later, and of no colleague behind the same address', async () => {
    const address = '192.0.2.91';
    const [carl, dora, emma] = [
      await platform.served.makeUser('carl', PASSWORD),
      await platform.served.makeUser('dora', PASSWORD),
      await platform.served.makeUser('emma', PASSWORD),
    ];
    for (const name of ['dora', 'emma', 'nobody-1', 'nobody-2', 'nobody-3']) await fail(name, 1, address);
    const get = async (name: string): Promise<void> => {
      expect((await platform.login(name, PASSWORD, address)).status).to.equal(200);
    };
    const found = (isWanted: (incident: ListedIncident) => boolean): Promise<ListedIncident> =>
      platform.incident(
        { detection: 'password-spray', subject: address },
        (incident) => ofSubject(address)(incident) && isWanted(incident),
      );
    await get('carl');
    const { id } = await found(({ accounts }) => accounts.includes(carl));
    const ended = async (): Promise<readonly unknown[]> => {
      const { body } = await platform.send('GET', `/security-incidents/${id}/responses`);
      return (body['items'] as readonly Readonly<Record<string, unknown>>[])
        .filter(({ kind }) => kind === 'revoke')
        .map(({ account }) => account)
        .toSorted();
    };
    await get('dora');
    expect(await found(({ isCompromised }) => isCompromised)).to.include({ severity: 'critical' });
    expect(await ended()).to.deep.equal([dora]);
    await get('emma');
    await found(({ accounts }) => accounts.includes(emma));
    expect(await ended()).to.deep.equal([dora, emma].toSorted());
  });

  it('tell of a refresh token that came twice', async () => {
    const bob = await platform.served.makeUser('bob', PASSWORD);
    const { body } = await platform.login('bob', PASSWORD, BERLIN);
    const refresh = () =>
      platform.served.call('POST', '/auth/refresh', { body: { refreshToken: body['refreshToken'] } });
    expect((await refresh()).status).to.equal(200);
    expect((await refresh()).status).to.equal(401);
    const found = await platform.incident({ detection: 'token-reuse' }, ofSubject(bob));
    expect(found).to.include({ severity: 'high', isCompromised: true });
  });

  it('tell of sign-ins that nobody travels between', async () => {
    const eve = await platform.served.makeUser('eve', PASSWORD);
    expect((await platform.login('eve', PASSWORD, BERLIN)).status).to.equal(200);
    expect((await platform.login('eve', PASSWORD, '192.0.2.5')).status).to.equal(200);
    expect((await platform.login('eve', PASSWORD, SYDNEY)).status).to.equal(200);
    const found = await platform.incident({ detection: 'impossible-travel' }, ofSubject(eve));
    expect(found).to.include({ severity: 'high', observationCount: 2 });
    expect(found.summary).to.match(/1\d{4} km apart.*Berlin office, then Sydney office/);
  });

  it('tell of rights that were given without an elevation', async () => {
    const mia = await platform.served.makeUser('mia', PASSWORD, ['admin']);
    const found = await platform.incident({ detection: 'privilege-change' }, ofSubject(mia));
    expect(found).to.include({ severity: 'high' });
    expect(found.accounts).to.deep.equal([mia, 'user:admin']);
  });

  it('tell of the audit trail being switched off', async () => {
    expect((await platform.send('POST', '/plugins/activity/disable')).status).to.equal(200);
    const found = await platform.incident({ detection: 'audit-disabled' }, ofSubject('activity'));
    expect(found).to.include({ severity: 'high', reach: 'platform' });
    expect((await platform.send('POST', '/plugins/activity/enable')).status).to.equal(200);
  });

  it('stay in the workspace that they are about, and with those who may see them', async () => {
    const { test } = platform.served;
    await test.service(coreServices.audit).note(test.scope({ workspace: OTHER }), {
      action: 'notes.note.exported',
      object: { type: 'note', id: 'all' },
      after: { records: 1_200 },
    });
    // An entry alone tells nobody; what happens next does.
    await fail('whoever', 1, '192.0.2.99');
    const found = await platform.incident({ detection: 'mass-export' }, undefined, { workspace: OTHER });
    expect(found).to.include({ severity: 'high', reach: 'workspace' });
    expect(await platform.list({ detection: 'mass-export' })).to.deep.equal([]);
    expect((await one(found.id)).status).to.equal(404);
    // Of the platform's incidents those see nothing who may look at workspaces only.
    const session = (permissions: readonly string[]) => ({
      session: { id: 'narrow', authenticatedAt: Date.now(), methods: ['password'] as const, permissions },
      workspace: OTHER,
    });
    const narrow = session(['security-incidents:read']);
    expect((await platform.list({}, narrow)).map(({ id }) => id)).to.deep.equal([found.id]);
    const [shared] = await platform.list({ detection: 'token-reuse' });
    const asked = (path: string, options: object) =>
      test.request('GET', `/api/v1/security-incidents/${path}`, options);
    for (const path of ['', '/timeline', '/responses']) {
      expect((await asked(`${shared?.id}${path}`, narrow)).status, path).to.equal(404);
      expect(
        (
          await asked(
            `${shared?.id}${path}`,
            session(['security-incidents:read', 'security-incidents:platform']),
          )
        ).status,
        path,
      ).to.equal(200);
    }
    expect((await asked(`${crypto.randomUUID()}`, narrow)).status).to.equal(404);
    // Nor do they keep anybody out, whose account is every workspace's.
    for (const kind of ['lock', 'revoke']) {
      const { status, body } = await test.request(
        'POST',
        `/api/v1/security-incidents/${found.id}/responses`,
        {
          ...session(['security-incidents:read', 'security-incidents:respond']),
          body: { kind },
        },
      );
      expect({ kind, status, code: Reflect.get(Object(body), 'code') }).to.deep.equal({
        kind,
        status: 403,
        code: 'DW_ACCESS_DENIED',
      });
    }
  });

  it('are listed page by page, from wherever one looks', async () => {
    const all = await platform.list({ limit: '500' });
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const query = new URLSearchParams({ limit: '2', ...(cursor === '' ? {} : { cursor }) });
      const { body } = await platform.send('GET', `/security-incidents?${query}`);
      ids.push(...(body['items'] as readonly ListedIncident[]).map(({ id }) => id));
      cursor = body['nextCursor'] as string | null;
    }
    expect(ids).to.deep.equal(all.map(({ id }) => id));
    expect(all.every(({ reach }) => reach === 'platform')).to.equal(true);
    const found = async (q: string): Promise<readonly string[]> =>
      (await platform.list({ q, limit: '500' })).map(({ name }) => name);
    const names = all.map(({ name }) => name);
    const name = all.find(({ subject }) => subject.name !== null)?.name ?? '';
    expect(name).to.match(/^[A-Z][a-z ]+: ./);
    const same = names.filter((other) => other === name);
    expect(await found(name)).to.deep.equal(same);
    expect(await found(`  ${name.toUpperCase().split(' ').toReversed().join('  ')}`)).to.deep.equal(same);
    expect(await found('audit stake')).to.deep.equal(
      names.filter((other) => other.startsWith('Audit trail')),
    );
    expect([await found('  '), await found('br_te')]).to.deep.equal([names, []]);
    const elsewhere = await platform.list({ limit: '500' }, { workspace: OTHER });
    expect(elsewhere).to.have.length(all.length + 1);
  });
});
