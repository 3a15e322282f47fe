import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { type PackageTable, readManifest } from './package-manifest.ts';
import { readPackageTable, toCsv } from './read-package-table.ts';

describe('tables of packages', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'datawave-packages-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (
    content: string | Buffer,
    table: Omit<PackageTable, 'id'>,
  ): readonly (readonly string[])[] => {
    const file = join(folder, 'file');
    writeFileSync(file, content);
    return readPackageTable(file, { id: 'a__b', ...table });
  };

  it('reads CSV as it is published, and names columns that have no name by their position', () => {
    const text = 'sep line\r\n;"full\nname"; age\r\n1;Ada ;36\r\n2;Grace;85\r\n';
    expect(read(text, { path: 'x.csv', format: 'csv', delimiter: ';', skip: 1 })).to.deep.equal([
      ['#0', 'full name', 'age'],
      ['1', 'Ada', '36'],
      ['2', 'Grace', '85'],
    ]);
  });

  it('keeps the first line of a file without header as values', () => {
    expect(read('1,2\n3,4\n', { path: 'x.dat', format: 'csv', header: false })).to.deep.equal([
      ['#0', '#1'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });

  it('keeps the first 200 rows, also of a file that is packed', () => {
    const text = `n\n${Array.from({ length: 500 }, (_, index) => index).join('\n')}\n`;
    const rows = read(gzipSync(text), { path: 'x.csv.gz', format: 'csv' });
    expect(rows).to.have.lengthOf(201);
    expect(rows.at(-1)).to.deep.equal(['199']);
  });

  it('finds the rows and fields of JSON, and gathers the names of all of them', () => {
    const content = { list: { a: { own: { x: 1, y: null } }, b: { own: { x: true, z: [1, 2] } } } };
    const table = { path: 'x.json', format: 'json', rows: ['list'], fields: ['own'] } as const;
    expect(read(JSON.stringify(content), table)).to.deep.equal([
      ['x', 'y', 'z'],
      ['1', '', ''],
      ['true', '', '[1,2]'],
    ]);
  });

  it('reads a table of a SQLite file', () => {
    const file = join(folder, 'file.db');
    const database = new DatabaseSync(file);
    database.exec(
      `CREATE TABLE "the ""table""" (id INTEGER, name TEXT); INSERT INTO "the ""table""" VALUES (1, NULL)`,
    );
    database.close();
    const table: PackageTable = { id: 'a__b', path: 'x.db', format: 'sqlite', table: 'the "table"' };
    expect(readPackageTable(file, table)).to.deep.equal([
      ['id', 'name'],
      ['1', ''],
    ]);
  });

  it('says which table is empty', () => {
    expect(() => read('only,a,header\n', { path: 'x.csv', format: 'csv' })).to.throw('a__b has no rows');
  });

  it('writes CSV that reads back as it was', () => {
    const tables = fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 2 }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(tables, (table) => {
        expect(parse(toCsv(table), { record_delimiter: '\n' })).to.deep.equal(table);
      }),
    );
  });
});

describe('the manifest of packages', () => {
  const packages = readManifest();

  it('lists each table once, and just those that are labelled', () => {
    const ids = packages.flatMap(({ tables }) => tables.map(({ id }) => id));
    const labels: string[][] = parse(readFileSync(join(import.meta.dirname, 'labels/packages.tsv'), 'utf8'), {
      delimiter: '\t',
      from_line: 2,
      quote: false,
    });
    expect(ids).to.deep.equal([...new Set(ids)]);
    expect(new Set(labels.map(([table]) => table))).to.deep.equal(new Set(ids));
  });

  it('has a hash and a licence that lets the tables be used for each package', () => {
    const permissive =
      /^(MIT|Apache-2\.0|BSD-3-Clause|CC0-1\.0|CC-BY-\d\.\d(-IGO)?|OGL-UK-2\.0|Public domain)$/;
    for (const { name, registry, sha256, integrity, licence, tables } of packages) {
      expect(registry === 'npm' ? integrity : sha256, name).to.match(/^(sha512-.+|[0-9a-f]{64})$/);
      for (const table of tables) expect(table.licence ?? licence, table.id).to.match(permissive);
    }
  });
});
