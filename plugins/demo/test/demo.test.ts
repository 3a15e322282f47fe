import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pluginFolder, startPlatform } from '@datawave/core/test-platform';
import { scansService, sourcesService, startupReportPoint } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { company } from '../src/database/company.ts';

/** What the company knows of people: table and column, with the info type that must be found. */
const SENSITIVE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  customers: {
    first_name: 'FIRST_NAME',
    last_name: 'LAST_NAME',
    email: 'EMAIL_ADDRESS',
    phone: 'PHONE_NUMBER',
    birth_date: 'DATE_OF_BIRTH',
    street: 'STREET_ADDRESS',
    postal_code: 'POSTAL_CODE',
    iban: 'IBAN',
  },
  staff: {
    full_name: 'PERSON_NAME',
    work_email: 'EMAIL_ADDRESS',
    home_address: 'STREET_ADDRESS',
    date_of_birth: 'DATE_OF_BIRTH',
    gender: 'GENDER',
    salary: 'SALARY',
    tax_id: 'DE_TAX_ID',
    ssn: 'US_SSN',
    bank_account: 'IBAN',
  },
  accounts: {
    username: 'USERNAME',
    password_hash: 'PASSWORD_HASH',
    api_key: 'API_KEY',
    last_login_ip: 'IP_ADDRESS',
  },
  payments: { card_holder: 'PERSON_NAME', card_number: 'CREDIT_CARD_NUMBER', cvv: 'CREDIT_CARD_CVV' },
  tickets: { ip_address: 'IP_ADDRESS' },
};
/** Free text: flagged or not, neither is wrong. */
const EITHER = new Set(['tickets.body']);

describe('the demo company', () => {
  let folder: string;
  const start = (roots: readonly string[] = []): Promise<TestKernel> =>
    startPlatform({ dataDirectory: folder, roots, plugins: [pluginFolder('demo')] });
  const report = async (test: TestKernel): Promise<readonly string[]> => {
    const [contributed] = test.kernel.extensions(startupReportPoint).list();
    return (await contributed?.value.lines(test.scope({ signal: AbortSignal.timeout(60_000) }))) ?? [];
  };
  const file = (): string => join(folder, 'plugins', 'demo', 'company.sqlite');

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-demo-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('is scanned at the first start: all that is personal is found, no decoy is flagged', async function () {
    this.timeout(120_000);
    await using test = await start();
    await report(test);
    const flagged: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const { name: table, columns } of company()) {
      const urn = encodeURIComponent(`urn:dw:sqlite:demo:main/${table}`);
      const { body } = await test.request('GET', `/api/v1/assets/${urn}`);
      for (const column of Reflect.get(Object(body), 'columns') as readonly Column[]) {
        const best = column.classifications[0];
        const path = `${table}.${column.name}`;
        if (
          best !== undefined &&
          ['confidential', 'restricted'].includes(best.sensitivity) &&
          !EITHER.has(path)
        )
          flagged[path] = best.infoType;
      }
      for (const column of Object.keys(columns)) {
        const type = SENSITIVE[table]?.[column];
        if (type !== undefined) expected[`${table}.${column}`] = type;
      }
    }
    expect(flagged).to.deep.equal(expected);
  });

  it('says in a few lines what was found, where to look, and says it again at the next start without scanning', async function () {
    this.timeout(120_000);
    let first: readonly string[];
    let written: number;
    {
      await using test = await start();
      first = await report(test);
      written = (await stat(file())).mtimeMs;
    }
    expect(first.length).to.be.within(4, 15);
    expect(first.join('\n')).not.to.include('RECORD_ID');
    expect(first[0]).to.match(/^Demo company: 14 tables, 113 columns, \d+ of them sensitive$/);
    expect(first.join('\n'))
      .to.match(/EMAIL_ADDRESS 2/)
      .and.match(/GDPR .*Art\. \d+/)
      .and.match(/\/assets/);
    await using test = await start();
    expect(await report(test)).to.deep.equal(first);
    expect((await stat(file())).mtimeMs).to.equal(written);
    expect(await readdir(join(folder, 'plugins', 'demo'))).to.deep.equal(['company.sqlite']);
    const [source] = await test.service(sourcesService).list(test.scope());
    expect(
      await test.service(scansService).list(test.scope(), { sourceId: source?.id ?? '' }),
    ).to.have.length(1);
  });

  it('may be read although the operator opened no folder, and nothing beside it may', async function () {
    this.timeout(120_000);
    await using test = await start();
    const attempt = (path: string) =>
      test.request('POST', '/api/v1/connectors/sqlite/test', { body: { config: { path } } });
    expect((await attempt(file())).status).to.equal(200);
    await writeFile(join(folder, 'plugins', 'demo', 'other.sqlite'), '');
    for (const path of [
      join(folder, 'plugins', 'demo', 'other.sqlite'),
      `${file()}/../../../vault.key`,
      '/etc/passwd',
    ])
      expect((await attempt(path)).body, path).to.have.property('code', 'DW_SOURCE_CONFIG');
  });

  it('is written anew when it is missing, broken or of another version', async function () {
    this.timeout(120_000);
    {
      await using test = await start();
      await report(test);
    }
    await writeFile(file(), 'not a database');
    await using test = await start();
    expect(test.plugin('demo').state).to.equal('active');
    const database = new DatabaseSync(file(), { readOnly: true });
    expect(database.prepare('select count(*) as customers from customers').get()).to.deep.include({
      customers: 240,
    });
    database.close();
  });

  it('stays away once its source has been removed', async function () {
    this.timeout(120_000);
    {
      await using test = await start();
      await report(test);
      const [source] = await test.service(sourcesService).list(test.scope());
      expect((await test.request('DELETE', `/api/v1/sources/${source?.id}`)).status).to.equal(202);
    }
    await using test = await start();
    expect(await test.service(sourcesService).list(test.scope())).to.have.length(0);
    expect(await report(test)).to.deep.equal([]);
  });

  it('does not fail the boot when its folder cannot be written', async function () {
    this.timeout(120_000);
    await writeFile(join(folder, 'plugins'), 'in the way');
    await using test = await start();
    expect(test.plugin('demo').state).to.equal('active');
    expect(await report(test)).to.deep.equal([]);
  });

  it('is the same on every machine', () => {
    expect(JSON.stringify(company())).to.equal(JSON.stringify(company()));
    expect(company().map(({ name, rows }) => [name, rows.length])).to.deep.include(['customers', 240]);
    for (const { name, columns, rows } of company())
      for (const row of rows) expect(row, name).to.have.length(Object.keys(columns).length);
  });
});

interface Column {
  readonly name: string;
  readonly classifications: readonly { readonly infoType: string; readonly sensitivity: string }[];
}
