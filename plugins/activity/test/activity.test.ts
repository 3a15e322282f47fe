import type { ExecutionScope, Principal } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { cefLine } from '../src/cef-line.ts';
import { ActivityPlatform } from './activity-platform.ts';

const OTHER = '00000000-0000-7000-8000-0000000000a2';
const ann: Principal = { id: 'user:ann', kind: 'user', displayName: 'Ann Müller', roles: ['admin'] };

interface Listed {
  readonly items: readonly {
    readonly id: string;
    readonly action: string;
    readonly object: { readonly id: string };
    readonly hasStates: boolean;
  }[];
  readonly nextCursor: string | null;
}

describe('the activity of a workspace', () => {
  let platform: ActivityPlatform;
  let scope: ExecutionScope;

  before(async () => {
    platform = await ActivityPlatform.start();
    scope = platform.test.scope({ principal: ann, requestId: 'r-ann' });
  });
  after(() => platform?.stop());

  const list = async (query: Readonly<Record<string, string>>, options = {}): Promise<Listed> => {
    const { status, body } = await platform.test.request(
      'GET',
      `/api/v1/audit-events?${new URLSearchParams(query)}`,
      options,
    );
    expect(status, JSON.stringify(body)).to.equal(200);
    return body as Listed;
  };
  const found = async (query: Readonly<Record<string, string>>): Promise<readonly string[]> =>
    (await list({ action: 'notes.', ...query })).items.map(({ object }) => object.id);

  it('is found by who, what, to what, how it ended, when, in which request and by words', async () => {
    await platform.record('1', {}, scope);
    await platform.record('2', {
      action: 'notes.note.viewed',
      outcome: 'denied',
      reason: 'Größe überschritten',
    });
    const [, moment] = [await found({}), new Date().toISOString()];
    await platform.record('3', {
      object: { type: 'folder', id: 'urn:dw:x/y#z', name: 'Kunden-Übersicht 顧客' },
    });
    expect(await found({})).to.deep.equal(['urn:dw:x/y#z', '2', '1']);
    expect(await found({ actor: 'user:ann' })).to.deep.equal(['1']);
    expect(await found({ requestId: 'r-ann' })).to.deep.equal(['1']);
    expect(await found({ action: 'notes.note.v' })).to.deep.equal(['2']);
    expect(await found({ action: 'notes.note%' })).to.deep.equal([]);
    expect(await found({ outcome: 'denied' })).to.deep.equal(['2']);
    expect(await found({ objectType: 'folder' })).to.deep.equal(['urn:dw:x/y#z']);
    expect(await found({ objectType: 'folder', objectId: 'urn:dw:x/y#z' })).to.deep.equal(['urn:dw:x/y#z']);
    expect(await found({ from: moment })).to.deep.equal(['urn:dw:x/y#z']);
    expect(await found({ to: moment })).to.deep.equal(['2', '1']);
    for (const [q, ids] of [
      ['müll', ['1']],
      ['GRÖSSE', []],
      ['größe übersch', ['2']],
      ['顧客', ['urn:dw:x/y#z']],
      ['kunden übersicht', ['urn:dw:x/y#z']],
      ['urn:dw:x/y', ['urn:dw:x/y#z']],
      ['old müller', ['1']],
      [`'; drop table x; --`, []],
      ['!!! & | <->', []],
    ] as const)
      expect(await found({ q }), q).to.deep.equal(ids);
  });

  it('is listed page by page, the newest first', async () => {
    for (let index = 0; index < 7; index++) await platform.record(`p${index}`, { action: 'pages.page.made' });
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Listed = await list({ action: 'pages.', limit: '3', ...(cursor === '' ? {} : { cursor }) });
      ids.push(...page.items.map(({ object }) => object.id));
      cursor = page.nextCursor;
    }
    expect(ids).to.deep.equal(['p6', 'p5', 'p4', 'p3', 'p2', 'p1', 'p0']);
    const { status } = await platform.test.request('GET', '/api/v1/audit-events?cursor=x');
    expect(status).to.equal(400);
  });

  it('is shown with what was before and is after as differences', async () => {
    const [item] = (await list({ actor: 'user:ann', action: 'notes.' })).items;
    expect(item?.hasStates).to.equal(true);
    const { status, body } = await platform.test.request('GET', `/api/v1/audit-events/${item?.id}`);
    expect(status).to.equal(200);
    expect(body).to.deep.include({
      action: 'notes.note.updated',
      actor: { id: 'user:ann', kind: 'user', displayName: 'Ann Müller' },
      before: { title: 'old 1', size: 1 },
      differences: [
        { pointer: '/size', before: 1, after: 1.5 },
        { pointer: '/title', before: 'old 1', after: 'new 1' },
      ],
    });
    const missing = await platform.test.request('GET', '/api/v1/audit-events/999999999');
    expect(missing.status).to.equal(404);
    expect(missing.body).to.include({ code: 'DW_ACTIVITY_UNKNOWN' });
  });

  it('belongs to its workspace alone', async () => {
    await platform.record('theirs', {}, platform.test.scope({ workspace: OTHER }));
    expect(
      (await list({ action: 'notes.' }, { workspace: OTHER })).items.map(({ object }) => object.id),
    ).to.deep.equal(['theirs']);
    expect(await found({ q: 'theirs' })).to.deep.equal([]);
    const [item] = (await list({ action: 'notes.' }, { workspace: OTHER })).items;
    expect((await platform.test.request('GET', `/api/v1/audit-events/${item?.id}`)).status).to.equal(404);
    expect((await platform.verify(OTHER)).isIntact).to.equal(true);
  });

  it('is itself noted to have been read once a session, not once a page', async () => {
    const session = { id: 'reader', authenticatedAt: Date.now(), methods: ['password'] as const };
    const readings = async (): Promise<number> =>
      (await list({ action: 'activity.trail.viewed', limit: '500' })).items.length;
    const before = await readings();
    for (let index = 0; index < 3; index++) await list({}, { session });
    // One more where the hour turned meanwhile.
    expect((await readings()) - before).to.be.within(1, 2);
  });

  it('is verified on request, which is recorded', async () => {
    const { status, body } = await platform.test.request('POST', '/api/v1/audit-events/verify', { body: {} });
    expect(status).to.equal(200);
    expect(body).to.include({ isIntact: true, fault: null });
    const [item] = (await list({ action: 'activity.trail.verified' })).items;
    const shown = await platform.test.request('GET', `/api/v1/audit-events/${item?.id}`);
    expect(Reflect.get(Object(shown.body), 'after')).to.include({ isIntact: true });
  });

  it('is verified by the command, which says wrong usage as it is', async () => {
    const { code, text } = await platform.command(['verify']);
    expect(code).to.equal(0);
    expect(text).to.match(/: intact\. \d+ entries under \d+ seals are as they were sealed\./);
    for (const args of [
      [],
      ['seal'],
      ['verify', '--workspace', 'x'],
      ['verify', '--anchor', '1:2'],
      ['verify', '--nonsense'],
    ])
      expect((await platform.command(args)).code, args.join(' ')).to.equal(2);
  });

  describe('exported', () => {
    const lines = async (query: string): Promise<readonly string[]> => {
      const { status, body } = await platform.test.request('GET', `/api/v1/audit-events/export?${query}`);
      expect(status).to.equal(200);
      return String(body).split('\n').slice(0, -1);
    };

    it('is one line an entry, as JSON and as CEF, the oldest first', async () => {
      const entries = (await lines('format=jsonl&action=notes.')).map((line) => JSON.parse(line));
      expect(entries.map(({ object }) => object.id)).to.deep.equal(['1', '2', 'urn:dw:x/y#z']);
      const cef = await lines('format=cef&action=notes.');
      expect(cef).to.deep.equal(entries.map((entry) => cefLine(entry, '0.1.0')));
    });

    it('is recorded, with what was asked for', async () => {
      await lines('format=cef&actor=user:ann');
      const [item] = (await list({ action: 'activity.trail.exported' })).items;
      const { body } = await platform.test.request('GET', `/api/v1/audit-events/${item?.id}`);
      expect(Reflect.get(Object(body), 'after')).to.deep.equal({ format: 'cef', actor: 'user:ann' });
    });

    it('holds all there is, however many pages that takes', async () => {
      const COUNT = 1_700;
      await platform.tamper(
        `insert into core.audit_entries (workspace_id, plugin, request_id, principal_id, principal_kind, principal_name, action, object_type, object_id, outcome)
         select '${scope.workspace}', 'bulk', 'r', 'user:bulk', 'user', 'Bulk', 'bulk.row.made', 'row', i::text, 'succeeded'
         from generate_series(1, ${COUNT}) i`,
      );
      const ids = (await lines('action=bulk.')).map((line) => Number(JSON.parse(line).object.id));
      expect(ids).to.deep.equal(Array.from({ length: COUNT }, (_, index) => index + 1));
    });
  });
});
