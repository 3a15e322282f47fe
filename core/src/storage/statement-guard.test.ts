import { expect } from 'chai';
import fc from 'fast-check';
import { bareSql, isRefused } from './statement-guard.ts';

describe('the guard of statements', () => {
  it('refuses what ends the transaction, sheds its role or workspace, runs text or stays on the connection', () => {
    for (const text of [
      'commit',
      ' /* a /* nested */ comment */ ROLLBACK',
      '-- x\nset role datawave_kernel',
      'set app.workspace = 1',
      'set local "app".workspace = 1',
      'set local standard_conforming_strings = off',
      'set search_path = x',
      "select set_config('app.workspace', 'x', true)",
      "select pg_catalog . SET_CONFIG ('role', 'none', true)",
      'select "set_config"($1, $2, true)',
      `select U&"set\\005fconfig"('app.workspace', 'x', true)`,
      "select query_to_xml('select 1', true, false, '')",
      "do $$ begin execute 'x'; end $$",
      'call x()',
      'prepare p as select 1',
      'declare c cursor with hold for select 1',
      'create temp table t as select 1',
      'create function pg_temp.f() returns int language sql as $$select 1$$',
      'select * into temporary t from notes',
      'create table pg_temp.t (id int)',
    ])
      expect(isRefused(text), text).to.equal(true);
  });

  it('lets pass what only speaks of such things', () => {
    for (const text of [
      'select 1',
      'rollback to savepoint a',
      'set constraints all deferred',
      "set local statement_timeout = '5s'",
      "insert into notes (title) values ('please set_config(''x'') into temp')",
      "select E'it\\'s set_config' as title",
      'select $tag$ set_config $tag$, 1',
      'select 1 -- set_config',
      '/* set_config */ select 1',
      'update notes set title = $1 where set_configuration = 2',
    ])
      expect(isRefused(text), text).to.equal(false);
  });

  it('finds a forbidden call wherever strings and comments stand around it', () => {
    const filler = fc.oneof(
      fc.string({ maxLength: 20 }).map((text) => `'${text.replaceAll("'", "''")}'`),
      fc.string({ maxLength: 20 }).map((text) => `/* ${text.replaceAll(/[*/]/g, '')} */`),
      fc.string({ maxLength: 20 }).map((text) => `-- ${text.replaceAll(/[\r\n]/g, '')}\n`),
      fc.string({ maxLength: 20 }).map((text) => `$q$${text.replaceAll('$', '')}$q$`),
      fc.string({ maxLength: 20 }).map((text) => `"${text.replaceAll('"', '""')}"`),
    );
    fc.assert(
      fc.property(fc.array(filler, { maxLength: 6 }), fc.array(filler, { maxLength: 6 }), (before, after) => {
        const text = `select ${before.join(' , ')} , set_config($1, $2, true) , ${after.join(' , ')}`;
        expect(isRefused(text)).to.equal(true);
        const inside = `select ${before.join(' , ')} , 'set_config($1)' , ${after.join(' , ')}`;
        // Names in quotes stay as they are, and one of them may well be "$1".
        expect(bareSql(inside)).not.to.contain('set_config');
      }),
      { numRuns: 300 },
    );
  });
});
