import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { assetFilter } from './asset-filter.ts';
import { isoTimestamp, plainDecimal } from './cell-text.ts';
import { uniqueColumnNames } from './column-names.ts';
import { connectionPool, type PooledConnection } from './connection-pool.ts';
import { parseDatabaseUrl } from './database-url.ts';
import { fileAccess } from './file-access.ts';

const never = new AbortController().signal;

describe('plainDecimal', () => {
  it('writes every number without an exponent and without changing it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const text = plainDecimal(String(number));
        expect(text).to.match(/^-?\d+(\.\d+)?$/);
        expect(Number(text)).to.equal(number);
      }),
    );
    expect(plainDecimal('1.50e3')).to.equal('1500');
    expect(plainDecimal('NaN')).to.equal('NaN');
  });

  it('leaves a timestamp that is none as it is', () =>
    expect([isoTimestamp('2024-01-31 10:00'), isoTimestamp('in 2024')]).to.deep.equal([
      '2024-01-31T10:00',
      'in 2024',
    ]));
});

describe('uniqueColumnNames', () => {
  it('makes any names unique and keeps those that are', () => {
    expect(uniqueColumnNames(['a', 'a', 'a (2)', '', 'a'])).to.deep.equal([
      'a',
      'a (3)',
      'a (2)',
      'column_4',
      'a (4)',
    ]);
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', '', 'a (2)', 'column_2')), (names) => {
        expect(new Set(uniqueColumnNames(names)).size).to.equal(names.length);
      }),
    );
  });
});

describe('assetFilter', () => {
  it('answers at once, however many stars meet however long a name', () => {
    // Tried the naive way, each would take longer than anybody lives.
    const start = performance.now();
    for (const glob of [`${'*a'.repeat(20)}b`, `${'?*'.repeat(30)}!`, `${'{a,aa}'.repeat(15)}!`])
      expect(assetFilter({ include: [glob], exclude: [] })(['a'.repeat(2_000)])).to.equal(false);
    expect(performance.now() - start).to.be.below(10_000);
  });

  it('takes choices within choices', () => {
    const admits = assetFilter({ include: ['{a,b{1,2}}.*[!x]'], exclude: [] });
    expect(['a.z', 'b1.z', 'b2.yy', 'b3.z', 'a.x', '.z'].map((name) => admits([name]))).to.deep.equal([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('admits what any include matches and no exclude does', () => {
    const admits = assetFilter({ include: ['public.*', '*.cust[oa]mer'], exclude: ['*.{tmp,log}_*'] });
    expect(
      [
        ['public', 'orders'],
        ['hr', 'customer'],
        ['hr', 'staff'],
        ['public', 'tmp_x'],
      ].map(admits),
    ).to.deep.equal([true, true, false, false]);
  });

  it('takes any text for a glob', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.array(fc.string()), (glob, path) => {
        assetFilter({ include: [glob], exclude: [] })(path);
      }),
    );
  });
});

describe('parseDatabaseUrl', () => {
  it('takes apart what it is given, whatever the password', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (password, database) => {
          const url = parseDatabaseUrl(
            `pg://ann:${encodeURIComponent(password)}@db.example.com:99/${encodeURIComponent(database)}?a=%3D&b=c`,
            ['pg'],
          );
          expect(url).to.deep.equal({
            scheme: 'pg',
            username: 'ann',
            password: password === '' ? undefined : password,
            host: 'db.example.com',
            port: 99,
            database,
            parameters: new Map([
              ['a', '='],
              ['b', 'c'],
            ]),
          });
        },
      ),
    );
    expect(parseDatabaseUrl('pg://ann@/x?host=/run', ['pg'])).to.deep.include({
      username: 'ann',
      host: undefined,
      database: 'x',
    });
    expect(parseDatabaseUrl('pg://[::1]:5/x', ['pg'])).to.deep.include({ host: '::1', port: 5 });
    expect(parseDatabaseUrl('other://x', ['pg'])).to.equal(null);
  });

  it('shows no part of a URL that it cannot read', () => {
    for (const url of [
      'pg://a:hunter2@h:99999/x',
      'pg:hunter2',
      'pg://a:hunter2%@h/x',
      'pg://a:hunter2@h1,h2:x/y',
    ]) {
      expect(() => parseDatabaseUrl(url, ['pg']))
        .to.throw()
        .that.satisfies((error: Error) => !error.message.includes('hunter2'));
    }
  });
});

describe('connectionPool', () => {
  class Connection implements PooledConnection {
    isUsable = true;
    async close(): Promise<void> {
      this.isUsable = false;
    }
  }

  it('opens no more than it may, reuses what is alive and replaces what is dead', async () => {
    const opened: Connection[] = [];
    const pool = connectionPool(2, async () => {
      const connection = new Connection();
      opened.push(connection);
      return connection;
    });
    let busy = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 9 }, () =>
        pool.use(never, async () => {
          busy += 1;
          most = Math.max(most, busy);
          await new Promise((resolve) => setTimeout(resolve, 2));
          busy -= 1;
        }),
      ),
    );
    expect([opened.length, most]).to.deep.equal([2, 2]);
    for (const connection of opened) connection.isUsable = false;
    await pool.use(never, async (connection) => expect(connection.isUsable).to.equal(true));
    await pool.close();
    await pool.close();
    expect(opened.every((connection) => !connection.isUsable)).to.equal(true);
    expect(await pool.use(never, async () => 1).catch((error: unknown) => error)).to.have.property(
      'code',
      'DW_SOURCE_UNREACHABLE',
    );
  });

  it('gives the place of one that could not be opened, or was given up waiting for, to the next', async () => {
    let fails = true;
    const pool = connectionPool(1, async () => {
      if (fails) throw new Error('no');
      return new Connection();
    });
    expect(await pool.use(never, async () => 1).catch((error: Error) => error.message)).to.equal('no');
    fails = false;
    const held = await pool.take(never);
    const controller = new AbortController();
    const waiting = pool.use(controller.signal, async () => 1).catch((error: Error) => error.name);
    controller.abort();
    expect(await waiting).to.equal('AbortError');
    await held.release();
    expect(await pool.use(never, async () => 2)).to.equal(2);
  });

  it('gives the place of one that could not be closed to the next', async () => {
    const pool = connectionPool(1, async () =>
      Object.assign(new Connection(), { close: () => Promise.reject(new Error('still there')) }),
    );
    const held = await pool.take(never);
    held.connection.isUsable = false;
    expect(await held.release().catch((error: Error) => error.message)).to.equal('still there');
    expect(await pool.use(never, async () => 'a place')).to.equal('a place');
  });
});

describe('fileAccess', () => {
  it('admits what really lies below a root, and does not tell what exists elsewhere', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'datawave-access-'));
    try {
      mkdirSync(join(folder, 'in'));
      mkdirSync(join(folder, 'in2'));
      writeFileSync(join(folder, 'in', 'a'), '');
      writeFileSync(join(folder, 'in2', 'b'), '');
      symlinkSync(join(folder, 'in2', 'b'), join(folder, 'in', 'out'));
      symlinkSync(join(folder, 'in', 'a'), join(folder, 'in', 'inner'));
      const access = fileAccess(['in'], folder);
      const outcome = async (path: string): Promise<string> =>
        await access.admit(path).then(
          () => 'admitted',
          (error: { code: string }) => error.code,
        );
      const paths = [
        'in/a',
        'in/inner',
        'in',
        'in/out',
        'in/../in2/b',
        'in2/b',
        'in2/none',
        'in/none',
        '/etc/passwd',
      ];
      expect(await Promise.all(paths.map(outcome))).to.deep.equal([
        'admitted',
        'admitted',
        'admitted',
        'DW_SOURCE_CONFIG',
        'DW_SOURCE_CONFIG',
        'DW_SOURCE_CONFIG',
        'DW_SOURCE_CONFIG',
        'DW_SOURCE_NOT_FOUND',
        'DW_SOURCE_CONFIG',
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
