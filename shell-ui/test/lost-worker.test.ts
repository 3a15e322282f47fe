import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { type RunningPostgres, requireServer, startPostgres } from '../../core/test/servers/index.ts';
import { lookAt } from './accessibility.ts';
import { signIn, startBrowser, type TestBrowser } from './browser.ts';
import { goTo } from './go-to.ts';
import { type Platform, startPlatform } from './platform.ts';

const MINIMAL = join(import.meta.dirname, '../../config/minimal.yaml');
/** While the test holds this lock, one of the tables does not answer. */
const LOCK = 4711;
const TABLES = 6;

describe('a PostgreSQL source, read by workers of their own', () => {
  let api: Platform;
  let worker: Platform;
  let another: Platform | null = null;
  let config: string;
  let browser: TestBrowser;
  let server: RunningPostgres;
  let holder: pg.Client;
  let page: Page;
  let faults: string[];
  const found: string[] = [];

  before(async function () {
    this.timeout(300_000);
    requireServer(this, 'postgres');
    server = await startPostgres();
    holder = new pg.Client({ connectionString: await server.createDatabase('shop') });
    await holder.connect();
    for (let table = 1; table < TABLES; table += 1)
      await holder.query(
        `create table customers_${table} as select n as id, 'ann.' || n || '@example.com' as email from generate_series(1, 50) n`,
      );
    await holder.query(`
      create function shut() returns text language plpgsql volatile as
        $$ begin
          while not pg_try_advisory_xact_lock_shared(${LOCK}) loop perform pg_sleep(0.05); end loop;
          return 'open';
        end $$;
      create view gate as select shut() as state;
      create role reader login password 'the right one';
      grant select on all tables in schema public to reader;
      grant execute on function shut to reader;
    `);
    api = await startPlatform({ role: 'api' });
    config = join(api.directory, 'workers.yaml');
    writeFileSync(config, `extends: ${JSON.stringify(MINIMAL)}\njobs: { leaseSeconds: 2 }\n`);
    worker = await startPlatform({ role: 'worker', beside: api, config });
    browser = await startBrowser(this);
    ({ page, faults } = await browser.open(`${api.url}/sources/new?connector=postgres`));
    await signIn(page, api.password);
  });
  after(async function () {
    this.timeout(120_000);
    await holder?.end();
    await browser?.close();
    await another?.stop();
    await worker?.stop();
    await api?.stop();
    await server?.stop();
  });

  it('is added with a wrong password first, which is said and kept out of the address, and then with the right one', async function () {
    this.timeout(120_000);
    await page.getByLabel('Name', { exact: true }).fill('Shop server');
    const form = page.locator('dw-schema-form');
    await form.getByLabel('Host', { exact: true }).fill(server.host);
    await form.getByLabel('Port', { exact: true }).fill(String(server.port));
    await form.getByLabel('Database', { exact: true }).fill('shop');
    await form.getByLabel('User', { exact: true }).fill('reader');
    await form.locator('input[type=password]').first().fill('a wrong one');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.getByText('Could not connect').waitFor();
    await page
      .getByText(/password/i)
      .last()
      .waitFor();
    await lookAt(page, found);
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await lookAt(page, found);
    }
    await form.locator('input[type=password]').first().fill('the right one');
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page
      .getByText(/^Connected to PostgreSQL/)
      .last()
      .waitFor();
    await page.getByRole('button', { name: 'Save source' }).click();
    await page.getByText('Shop server is connected').waitFor();
    expect(await page.content()).not.to.contain('the right one');
    expect(page.url()).not.to.contain('right');
  });

  it('is scanned by another worker to its end when the first is killed, and page and log say so', async function () {
    this.timeout(180_000);
    await holder.query(`select pg_advisory_lock(${LOCK})`);
    await page.getByRole('button', { name: 'Scan now' }).click();
    await page.getByRole('heading', { level: 1, name: 'Scan of Shop server' }).waitFor();
    const address = page.url();
    await page.getByText(`${TABLES - 1} of ${TABLES}`, { exact: true }).waitFor();
    const isReading = async (): Promise<boolean> => {
      const { rows } = await holder.query(`select 1 from pg_stat_activity where wait_event = 'PgSleep'`);
      return rows.length > 0;
    };
    while (!(await isReading())) await new Promise((resolve) => setTimeout(resolve, 50));
    await worker.kill();
    another = await startPlatform({ role: 'worker', beside: api, config });
    await page
      .getByText(/is given back|was given back/)
      .first()
      .waitFor({ timeout: 60_000 });
    await holder.query(`select pg_advisory_unlock(${LOCK})`);
    await page.getByText(`${TABLES} of ${TABLES}`, { exact: true }).waitFor({ timeout: 60_000 });
    await page.getByText('completed', { exact: true }).first().waitFor({ timeout: 60_000 });
    await page.getByText('What it found').waitFor();
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      await lookAt(page, found);
    }
    // So it stands there for whoever comes later.
    await goTo(page, '/scans');
    await page.goto(address);
    await page
      .getByText(/does not answer any more; what it had is given back/)
      .first()
      .waitFor();
    await page
      .getByText(/public\.gate was given back by worker .* which is gone/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'public.customers_1' }).click();
    await page.getByText('E-mail address').first().waitFor();
    expect({ faults, found }).to.deep.equal({ faults: [], found: [] });
  });
});
