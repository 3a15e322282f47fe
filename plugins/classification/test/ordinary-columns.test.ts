import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { sharedData } from '../../../core/test/shared-data.ts';
import { type CliScan, scanWithCli } from './scan-with-cli.ts';
import { type DecoyTable, decoys } from './truth/decoys.ts';

const isFlagged = (sensitivity: string): boolean =>
  sensitivity === 'confidential' || sensitivity === 'restricted';

interface Flagged {
  readonly name: string;
  readonly infoTypes: readonly string[];
}

/** Columns with anything sensitive, be it what they are or what they contain. */
function flagged(scan: CliScan): readonly Flagged[] {
  return scan.assets.flatMap((asset) =>
    asset.columns.flatMap(({ name, classifications }) => {
      const infoTypes = classifications
        .filter(({ sensitivity }) => isFlagged(sensitivity))
        .map(({ infoType }) => infoType);
      return infoTypes.length === 0 ? [] : [{ name: `${asset.name}.${name}`, infoTypes }];
    }),
  );
}

/** What statistical tables rightly hold: who took part, and what they earn. */
const DEMOGRAPHIC: ReadonlySet<string> = new Set([
  ...['AGE', 'GENDER', 'MARITAL_STATUS', 'ETHNIC_GROUP', 'RELIGION', 'NATIONALITY', 'DISABILITY'],
  ...['POLITICAL_OPINION', 'DATE_OF_BIRTH', 'SALARY'],
]);

describe('ordinary columns', function () {
  this.timeout(300_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'datawave-decoys-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are not flagged for looking like personal data', async () => {
    const file = join(folder, 'decoys.sqlite');
    writeDatabase(file, decoys);
    const { scan } = await scanWithCli(file);
    expect(scan.errors).to.deep.equal([]);
    expect(scan.assets).to.have.length(decoys.length);
    expect(flagged(scan)).to.deep.equal([]);
  });

  it('of public statistical tables are flagged in fewer than 10 of 1,000, demographic ones aside', async function () {
    const { scan } = await scanWithCli(sharedData(this, 'tables'));
    const columns = scan.assets.reduce((sum, asset) => sum + asset.columns.length, 0);
    expect(columns).to.be.above(5_000);
    const others = flagged(scan).filter(({ infoTypes }) =>
      infoTypes.some((infoType) => !DEMOGRAPHIC.has(infoType)),
    );
    expect(others.length / columns, JSON.stringify(others)).to.be.below(0.01);
  });
});

function writeDatabase(file: string, tables: readonly DecoyTable[]): void {
  const database = new DatabaseSync(file);
  for (const { name, columns } of tables) {
    const entries = Object.entries(columns);
    const declared = entries.map(([column, values]) => `"${column}" ${declaredType(values)}`);
    database.exec(`create table "${name}" (${declared.join(', ')})`);
    const insert = database.prepare(`insert into "${name}" values (${entries.map(() => '?').join(', ')})`);
    const rows = Math.max(...entries.map(([, values]) => values.length));
    for (let row = 0; row < rows; row++) insert.run(...entries.map(([, values]) => values[row] ?? null));
  }
  database.close();
}

function declaredType(values: readonly (string | number | null)[]): string {
  const first = values.find((value) => value !== null);
  if (typeof first === 'string') return 'text';
  return values.every((value) => value === null || Number.isInteger(value)) ? 'integer' : 'real';
}
