import { randomUUID } from 'node:crypto';
import { sql, type Transaction } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { codeOf, describeOnEachStorage } from '../../test/notes-storage.ts';

const THEIRS = randomUUID();
const OWN = randomUUID();

/** As text, because that is how whoever found a hole would send it. */
const written = (text: string) => ({ strings: [text], values: [] });

/** What PostgreSQL itself does not let the application's role do. */
const DENIED = {
  'a view of its own': 'create view notes.all_notes as select * from notes.notes',
  'a table of its own': 'create table notes.copy as select * from notes.notes',
  'row security turned off by the table': 'alter table notes.notes disable row level security',
  'the policy dropped': 'drop policy workspace on notes.notes',
  'the table emptied': 'truncate notes.notes',
  'a row moved to others': `update notes.notes set workspace_id = '${THEIRS}'`,
  'a row planted with others': `insert into notes.notes (id, workspace_id, title) values (gen_random_uuid(), '${THEIRS}', 'planted')`,
  'a row merged into others': `merge into notes.notes n using (select 1) s on false when not matched then insert (id, workspace_id, title) values (gen_random_uuid(), '${THEIRS}', 'merged')`,
};

/** What PostgreSQL would let it do, or only refuses to some logins, and the kernel does not send. */
const REFUSED = {
  'a copy': 'copy notes.notes to stdout',
  'a copy from a program': "copy notes.notes from program 'id'",
  'the setting set': `set app.workspace = '${THEIRS}'`,
  'the setting set for the transaction': `set local app.workspace = '${THEIRS}'`,
  'the setting set by a function': `select set_config('app.workspace', '${THEIRS}', true)`,
  'the setting set within the statement that reads': `with x as materialized (select set_config('app.workspace', '${THEIRS}', true)) select title from x, notes.notes`,
  'the setting set under another spelling': `select U&"set\\005fconfig"('app.workspace', '${THEIRS}', true)`,
  'the setting set by a text that is run': `select query_to_xml('select set_' || 'config(''app.workspace'', ''${THEIRS}'', true)', true, false, '')`,
  'the role shed by a function': `select set_config('role', 'none', true)`,
  'a block': `do $$ begin execute 'set app.' || 'workspace = ''${THEIRS}'''; end $$`,
  'a function of its own': `create function pg_temp.cross() returns text language sql as $$ select 'x' $$`,
  'a prepared statement': 'prepare p as select * from notes.notes',
  'a table that stays on the connection': 'create temporary table kept as select * from notes.notes',
  'a table that stays on the connection, by another word': 'select * into temp kept from notes.notes',
  'a cursor that stays on the connection': 'declare kept cursor with hold for select * from notes.notes',
  'row security turned off by the session': 'set row_security = off',
};

describeOnEachStorage('a plugin that tries to reach another workspace', (opened) => {
  const send = (text: string) =>
    opened().inside(async (tx: Transaction) => {
      await opened().notes.query(tx, written(text));
      return opened().notes.query(tx, sql`select title from notes.notes`);
    }, OWN);

  beforeEach(async () => {
    const { inside, insert } = opened();
    await inside(insert('own', OWN), OWN);
    await inside(insert('theirs', THEIRS), THEIRS);
  });

  for (const [what, text] of Object.entries(DENIED))
    it(`is denied it by the database: ${what}`, async () => {
      // A superuser's login would be let through: it is one in production only against advice.
      expect(await codeOf(send(text))).to.equal('DW_STORAGE_DENIED');
    });

  for (const [what, text] of Object.entries(REFUSED))
    it(`is refused it by the kernel: ${what}`, async () => {
      expect(await codeOf(send(text))).to.equal('DW_STORAGE_STATEMENT_REFUSED');
    });

  it('sees and changes nothing by statements that name the others', async () => {
    const { notes, inside, titles } = opened();
    await inside(async (tx) => {
      for (const text of [
        `select title from notes.notes where workspace_id = '${THEIRS}'`,
        `select title from notes.notes where title = 'theirs' or true`,
        `update notes.notes set title = 'taken' where workspace_id = '${THEIRS}' returning title`,
        `delete from notes.notes where workspace_id = '${THEIRS}' returning title`,
        `select (select title from notes.notes n where n.workspace_id <> o.workspace_id) as title from notes.notes o`,
        `insert into notes.notes select gen_random_uuid(), '${OWN}', title || '-copy' from notes.notes where workspace_id = '${THEIRS}' returning title`,
      ]) {
        const rows = await notes.query<{ title: string | null }>(tx, written(text));
        expect(
          rows.filter(({ title }) => title !== null && title !== 'own'),
          text,
        ).to.deep.equal([]);
      }
    }, OWN);
    expect(await titles(THEIRS)).to.deep.equal(['theirs']);
  });

  it('that has changed the workspace by a way that nobody knows commits nothing and is answered nothing', async () => {
    const { notes, inside, asAdmin, insert, titles } = opened();
    // Stands for such a way: a function of the database that sets what it is told to.
    await asAdmin((client) =>
      client.query(
        `create or replace function public.unknown_way(workspace text) returns text language sql as $$ select set_config('app.workspace', workspace, true) $$`,
      ),
    );
    const crossing = inside(async (tx) => {
      await notes.query(tx, sql`select public.unknown_way(${THEIRS})`);
      await insert('planted', THEIRS)(tx);
      return notes.query(tx, sql`select title from notes.notes`);
    }, OWN);
    expect(await codeOf(crossing)).to.equal('DW_STORAGE_STATEMENT_REFUSED');
    expect(await titles(THEIRS)).to.deep.equal(['theirs']);
    expect(await titles(OWN)).to.deep.equal(['own']);
  });
});
