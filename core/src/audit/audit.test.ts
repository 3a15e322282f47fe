import {
  type AuditEntry,
  type AuditLogService,
  type AuditService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { silentLog, type TestStorage, testScope, testStorage } from '../../test/storage.ts';
import { openStorage } from '../storage/storage.ts';
import { type Audit, createAudit } from './audit.ts';
import { auditMigrations } from './audit-migrations.ts';

const OTHER = '00000000-0000-7000-8000-0000000000a2';
const entryOf = (id: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  action: 'notes.note.updated',
  object: { type: 'note', id },
  ...more,
});

describe('the audit trail', () => {
  let database: TestStorage;
  let audit: Audit;
  let trail: AuditService;
  let log: AuditLogService;
  const scope = testScope();

  const inTransaction = <T>(work: (tx: Transaction) => Promise<T>, in_ = scope): Promise<T> =>
    database.storage.service('notes').transaction(in_, work);
  const ids = async (after?: string, in_ = scope): Promise<readonly string[]> =>
    (await log.read(in_, after === undefined ? {} : { after })).map(({ object }) => object.id);
  const refusal = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => expect.fail('nothing was refused'),
      (error: unknown) => error,
    );

  before(async () => {
    database = await testStorage({
      plugins: [
        { id: 'core', schema: 'core', entities: [], migrations: auditMigrations },
        {
          id: 'notes',
          schema: 'notes',
          entities: [],
          migrations: [{ name: '0001', up: ['create table notes (id integer primary key)'] }],
        },
      ],
    });
    audit = createAudit(database.storage);
    trail = audit.service('notes');
    log = audit.log('activity');
  });
  after(() => database.close());
  beforeEach(async () => {
    await database.asOwner(
      'alter table core.audit_entries disable trigger user; delete from core.audit_entries; alter table core.audit_entries enable trigger user',
    );
  });

  it('keeps an entry with the transaction that it describes, and not without it', async () => {
    await inTransaction((tx) => trail.record(tx, scope, entryOf('kept')));
    await refusal(
      inTransaction(async (tx) => {
        await trail.record(tx, scope, entryOf('lost'));
        throw new Error('changed my mind');
      }),
    );
    await trail.note(scope, entryOf('read', { action: 'notes.note.viewed' }));
    expect(await ids()).to.deep.equal(['kept', 'read']);
  });

  it('says who did what from where, in which session and by which plugin', async () => {
    const session = { id: 's-1', authenticatedAt: 1, methods: ['password'] as const };
    const person = { id: 'user:ann', kind: 'user' as const, displayName: 'Ann', roles: [] };
    const full = { ...scope, principal: person, session, address: '192.0.2.7' };
    const object = { type: 'note', id: '7', name: 'Seven' };
    const before = { title: 'old' };
    const after = { title: 'new', tags: ['a', null, 3.5, true] };
    await trail.note(full, { action: 'notes.note.updated', object, reason: 'asked to', before, after });
    const [record] = await log.read(scope);
    expect(record).to.deep.include({
      workspace: scope.workspace,
      plugin: 'notes',
      requestId: scope.requestId,
      address: '192.0.2.7',
      principal: { id: 'user:ann', kind: 'user', displayName: 'Ann' },
      session: 's-1',
      action: 'notes.note.updated',
      object,
      outcome: 'succeeded',
      reason: 'asked to',
      before,
      after,
    });
    expect(record?.occurredAt).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    await trail.note(scope, entryOf('8', { outcome: 'denied' }));
    expect((await log.read(scope))[1]).to.deep.include({
      outcome: 'denied',
      address: null,
      session: null,
      before: null,
      after: null,
      object: { type: 'note', id: '8', name: null },
    });
  });

  it('hides secrets, keeps what the database could not, and cuts what is too long', async () => {
    const after = {
      password: 'hunter2',
      url: 'postgres://app:hunter2@db/',
      title: 'a\0b\ud800',
      'of\0whom': 1,
    };
    const state = { big: 'x'.repeat(20_000), small: 1 };
    await trail.note(
      scope,
      entryOf('1', {
        after,
        before: state,
        reason: `postgres://a:hunter2@b/ ${'r'.repeat(2_000)}`,
        object: { type: 'note', id: '1\0', name: 'n'.repeat(500) },
      }),
    );
    const [record] = await log.read(scope);
    expect(record?.after).to.deep.equal({
      password: '[redacted]',
      url: 'postgres://app:[redacted]@db/',
      title: 'a\ufffdb\ufffd',
      'of\ufffdwhom': 1,
    });
    expect(record?.before).to.deep.equal({ omitted: '20020 bytes', fields: ['big', 'small'] });
    expect(record?.reason)
      .to.have.length(1_000)
      .and.match(/^postgres:\/\/a:\[redacted\]@b\/ r+…$/);
    expect(record?.object).to.include({ id: '1\ufffd' });
    expect(record?.object.name).to.have.length(300);
  });

  it('refuses an entry that only the plugin can mend, before anything is written', async () => {
    const faulty: readonly AuditEntry[] = [
      entryOf('1', { action: 'updated' }),
      entryOf('1', { action: 'Notes.note.updated' }),
      entryOf('1', { action: `notes.note.${'x'.repeat(100)}` }),
      entryOf(''),
      entryOf('x'.repeat(3_000)),
      entryOf('1', { object: { type: 'A note', id: '1' } }),
    ];
    for (const entry of faulty)
      expect(await refusal(trail.note(scope, entry))).to.have.property('code', 'DW_AUDIT_ENTRY');
    expect(await ids()).to.deep.equal([]);
  });

  it('is added to by plugins in their own workspace, and neither read, changed nor emptied', async () => {
    await trail.note(scope, entryOf('1'));
    const columns = sql`(workspace_id, plugin, request_id, principal_id, principal_kind, principal_name, action, object_type, object_id, outcome)`;
    const values = sql`(${OTHER}, 'notes', 'r', 'p', 'user', 'P', 'a.b', 'note', '1', 'succeeded')`;
    for (const statement of [
      sql`select 1 as one from core.audit_entries`,
      sql`update core.audit_entries set reason = 'forged'`,
      sql`delete from core.audit_entries`,
      sql`truncate core.audit_entries`,
      sql`select core.purge_audit_entries(${scope.workspace}, 100, 100)`,
      sql`insert into core.audit_entries ${columns} values ${values}`,
    ])
      expect(
        await refusal(inTransaction((tx) => database.storage.service('notes').query(tx, statement))),
      ).to.have.property('code', 'DW_STORAGE_DENIED');
    const kernel = (text: string): Promise<unknown> => database.storage.execute({ text, parameters: [] });
    for (const statement of [
      `update core.audit_entries set reason = 'forged'`,
      'delete from core.audit_entries',
      'truncate core.audit_entries',
    ]) {
      expect(await refusal(kernel(statement))).to.have.property('code', 'DW_STORAGE_DENIED');
      expect(String(await refusal(database.asOwner(statement)))).to.match(/neither changed nor removed/);
    }
    expect(await ids()).to.deep.equal(['1']);
  });

  it('confines what is read to the workspace, and says where there is something to read', async () => {
    const other = testScope({ workspace: OTHER });
    await trail.note(scope, entryOf('1'));
    await trail.note(other, entryOf('2'));
    expect([await ids(), await ids(undefined, other)]).to.deep.equal([['1'], ['2']]);
    const newest = await log.newest();
    expect(newest.map(({ workspace }) => workspace).toSorted()).to.deep.equal(
      [scope.workspace, OTHER].toSorted(),
    );
    expect(newest.find(({ workspace }) => workspace === OTHER)?.position).to.equal(
      (await log.read(other))[0]?.position,
    );
  });

  it('is read no further than to where it is complete, however late a transaction commits', async () => {
    const hasWritten = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    await trail.note(scope, entryOf('first'));
    const slow = inTransaction(async (tx) => {
      await trail.record(tx, scope, entryOf('slow'));
      // The entry goes with the next statement.
      await database.storage.service('notes').query(tx, sql`select 1 as one`);
      hasWritten.resolve();
      await mayEnd.promise;
    });
    await hasWritten.promise;
    await trail.note(scope, entryOf('quick'));
    // Seen by now is what was written before and after; between them something is missing.
    expect(await ids()).to.deep.equal([]);
    mayEnd.resolve();
    await slow;
    expect(await ids()).to.deep.equal(['first', 'slow', 'quick']);
  });

  it('loses nothing to a reader that follows it while many write', async () => {
    const WRITERS = 6;
    const EACH = 25;
    let writing = WRITERS;
    const write = async (writer: number): Promise<void> => {
      for (let index = 0; index < EACH; index++)
        await inTransaction(async (tx) => {
          await trail.record(tx, scope, entryOf(`${writer}-${index}-a`));
          if (index % 5 === 0) await database.storage.service('notes').query(tx, sql`select pg_sleep(0.005)`);
          await trail.record(tx, scope, entryOf(`${writer}-${index}-b`));
        });
      writing -= 1;
    };
    const seen: string[] = [];
    const follow = async (): Promise<void> => {
      let after = '0';
      for (let isLast = false; !isLast; ) {
        isLast = writing === 0;
        for (let page = await log.read(scope, { after, limit: 7 }); page.length > 0; ) {
          seen.push(...page.map(({ object }) => object.id));
          after = page.at(-1)?.position ?? after;
          page = await log.read(scope, { after, limit: 7 });
        }
      }
    };
    await Promise.all([follow(), ...Array.from({ length: WRITERS }, (_, writer) => write(writer))]);
    expect(seen).to.have.length(WRITERS * EACH * 2);
    expect(new Set(seen).size).to.equal(seen.length);
    expect(await ids()).to.deep.equal(seen);
  });

  it('is kept and shortened the same where the owner of the tables is no superuser', async () => {
    const fresh = await testStorage();
    const owner = `plain_owner_${process.pid}`;
    const name = /\/(test_\w+)\?/.exec(fresh.url)?.[1] ?? '';
    await fresh.asOwner(`create role ${owner} login nosuperuser; alter database ${name} owner to ${owner}`);
    const storage = await openStorage({
      url: fresh.url,
      migrationUrl: fresh.url.replace(/\/\/[^@]+@/, `//${owner}@`),
      dataDirectory: '/nowhere',
      log: silentLog,
    });
    try {
      const core = { id: 'core', schema: 'core', entities: [], migrations: auditMigrations };
      expect((await storage.migrate([core])).get('core')).to.not.have.property('error');
      const own = createAudit(storage);
      for (const id of ['1', '2']) await own.service('notes').note(scope, entryOf(id));
      const [first] = await own.log('activity').read(scope);
      const purge = { through: first?.position ?? '', reason: 'Older than a year.' };
      expect(await own.log('activity').purge(scope, purge)).to.equal(1);
      const left = await own.log('activity').read(scope);
      expect(left.map(({ object }) => object.type)).to.deep.equal(['note', 'audit-trail']);
    } finally {
      await storage.close();
      await fresh.asOwner(
        `reassign owned by ${owner} to current_user; drop owned by ${owner}; drop role ${owner}`,
      );
      await fresh.close();
    }
  });

  it('is shortened by the one function for it alone, in one workspace, and says so itself', async () => {
    const other = testScope({ workspace: OTHER });
    for (const id of ['1', '2', '3']) await trail.note(scope, entryOf(id));
    await trail.note(other, entryOf('4'));
    const second = (await log.read(scope))[1]?.position ?? '';
    expect(await log.purge(scope, { through: second, reason: 'Older than a year.' })).to.equal(2);
    const left = await log.read(scope);
    expect(left.map(({ action }) => action)).to.deep.equal([
      'notes.note.updated',
      'core.audit-entries.purged',
    ]);
    expect(left[1]).to.deep.include({
      plugin: 'activity',
      reason: 'Older than a year.',
      after: { through: second, entries: 2 },
    });
    expect(await ids(undefined, other)).to.deep.equal(['4']);
    expect(await log.purge(scope, { through: second, reason: 'Again.' })).to.equal(0);
    expect(await refusal(log.purge(scope, { through: 'all', reason: '' }))).to.have.property(
      'code',
      'DW_AUDIT_POSITION',
    );
    expect(String(await refusal(database.asOwner('delete from core.audit_entries')))).to.match(
      /neither changed/,
    );
  });
});
