import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './accessibility.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { onFixturePages } from './fixture-page.ts';

describe('the page of a source', () => {
  let fixture: Fixture;
  let page: Page;
  let id: string;

  onFixturePages({ stepMs: 20, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
  });
  beforeEach(async () => {
    id = fixture.api.addSource('sqlite', 'Shop database', { file: '/data/shop.sqlite' }).id;
  });

  const open = async (tab: 'Health' | 'Care' | 'Settings'): Promise<void> => {
    await page.goto(`${fixture.url}/sources/${id}`);
    await page.getByRole('tab', { name: tab }).click();
    expect(new URL(page.url()).search).to.equal(`?tab=${tab.toLowerCase()}`);
    const headings = { Health: 'Health', Care: 'Load and hours', Settings: 'Connection' };
    await page.getByRole('heading', { name: headings[tab] }).waitFor();
  };
  const stored = () => fixture.api.sources.find((source) => source.id === id);

  it('says how the source fares, what keeps it from being asked and until when', async () => {
    fixture.api.failingSources = 3;
    await page.goto(`${fixture.url}/sources?columns=title,health,latencies`);
    await page.getByText('unreachable', { exact: true }).first().waitFor();
    await page.getByRole('img', { name: /^Last 24 answers: .* 3 did not come$/ }).waitFor();
    await open('Health');
    await page.getByText('It is left alone for a while').waitFor();
    await page.getByText('Nobody answers at db.example.com:5432.').waitFor();
    await page.getByRole('img', { name: /^288 checks in 24 hours, 9 without an answer/ }).waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
  });

  it('offers in its row, and for several, what can be done with it', async () => {
    fixture.api.addSource('sqlite', 'Stock', { file: '/data/stock.sqlite' });
    await page.goto(`${fixture.url}/sources`);
    const menu = page.getByRole('button', { name: 'What to do with Shop database' });
    const choose = async (item: string): Promise<void> => {
      await menu.click();
      await page.getByRole('menuitem', { name: item }).click();
    };
    await choose('Test connection');
    await page.getByText('Shop database answered in 3 ms.').waitFor();
    await choose('Pause scans and checks');
    await page.getByText('Shop database is left alone until somebody resumes.').waitFor();
    expect(stored()).to.include({ state: 'maintenance' });
    await choose('Resume scans and checks');
    await page.getByText('Shop database is scanned and checked again.').waitFor();
    // It was never scanned, so it is no active one.
    expect(stored()).to.include({ state: 'registered' });
    await page.getByLabel('Select all').check();
    await page.getByRole('button', { name: 'Pause scans and checks' }).click();
    await page.getByText('2 were done.').waitFor();
    expect(fixture.api.sources.map((source) => Reflect.get(source, 'state'))).to.deep.equal([
      'maintenance',
      'maintenance',
    ]);
    await choose('Delete source');
    await page.getByRole('heading', { name: 'Delete Shop database?' }).waitFor();
    await page.keyboard.press('Escape');
    await choose('Settings');
    await page.getByRole('heading', { name: 'Connection' }).waitFor();
  });

  it('is found among more than are read at once, which the server orders and narrows', async () => {
    for (let index = 0; index < 520; index += 1)
      fixture.api.addSource('sqlite', `Source ${String(index).padStart(3, '0')}`, { file: '/x' });
    await page.goto(`${fixture.url}/sources`);
    await page.getByText('100 sources so far').first().waitFor();
    await page.getByRole('columnheader', { name: 'Source', exact: true }).click();
    await page.getByRole('columnheader', { name: 'Source', exact: true }).click();
    await page.getByRole('link', { name: 'Source 519' }).waitFor();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Source', { exact: true }).fill('Source 25');
    await page.getByText('10 sources', { exact: true }).first().waitFor();
    await page.getByRole('link', { name: 'Source 250' }).waitFor();
  });

  it('lets load and hours be changed with the keyboard alone, and points at what is wrong', async () => {
    await open('Care');
    const card = page.locator('sources-care-card');
    await card.getByRole('button', { name: 'Change' }).focus();
    await page.keyboard.press('Enter');
    const atOnce = card.getByLabel('Assets at once');
    await atOnce.fill('200');
    await card.getByRole('button', { name: 'Save' }).focus();
    await page.keyboard.press('Enter');
    await card.getByText('is a whole number from 1 to 64').waitFor();
    await card.locator('#maxConcurrency:focus').waitFor();
    await atOnce.fill('2');
    await card.getByLabel('Statements a second').fill('0.5');
    await card.getByRole('button', { name: 'Add hours' }).focus();
    await page.keyboard.press('Enter');
    const hours = card.getByRole('group', { name: 'Hours 2' });
    for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'])
      await hours.getByRole('checkbox', { name: day }).uncheck();
    await card.getByRole('button', { name: 'Save' }).focus();
    await page.keyboard.press('Enter');
    await hours.getByText('Choose a day at least.').waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    await hours.getByRole('checkbox', { name: 'Sunday' }).check();
    await hours.getByLabel('Time zone').fill('UTC');
    await card.getByRole('button', { name: 'Save' }).focus();
    await page.keyboard.press('Enter');
    await card.getByText('Sun, 22:00 to 04:00 the next day (UTC)').waitFor();
    await card.getByText('2 assets at once · 0.5 statements a second · 60 s for a statement').waitFor();
    expect(stored()).to.deep.include({
      load: { maxConcurrency: 2, maxStatementsPerSecond: 0.5, statementTimeoutMs: 60_000 },
    });
  });

  it('is left as it is when the change is cancelled', async () => {
    await open('Care');
    const card = page.locator('sources-care-card');
    await card.getByRole('button', { name: 'Change' }).click();
    await card.getByLabel('Assets at once').fill('9');
    await card.getByRole('button', { name: 'Remove' }).click();
    await card.getByRole('button', { name: 'Cancel' }).click();
    await card.getByText('4 assets at once', { exact: false }).waitFor();
    await card.getByText('Mon to Fri, 22:00 to 04:00 the next day (Europe/Berlin)').waitFor();
    expect(stored()).to.have.property('version', 1);
  });

  it('asks for stored secrets again where they would be sent elsewhere, and only there', async () => {
    const config = { host: 'db.example.com', database: 'shop', user: 'reader', password: 'old' };
    ({ id } = fixture.api.addSource('postgres', 'Shop server', config));
    await open('Settings');
    await page.getByRole('button', { name: 'Edit' }).click();
    const form = page.locator('sources-connection-form');
    const password = form.getByLabel('Password');
    await form.getByLabel('Database').fill('orders');
    await form.getByPlaceholder('Stored. Leave empty to keep it').waitFor();
    await form.getByLabel('Host').fill('elsewhere.example.com');
    await form.getByText('Give Password again').waitFor();
    await form.getByText('and Host changed').waitFor();
    await form.getByPlaceholder('Stored. Leave empty to keep it').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save' }).click();
    await form.locator('input[name=password]:focus').waitFor();
    await form.getByText('Give it again.', { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    expect(stored()).to.have.property('version', 1);
    await password.fill('new');
    await page.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
    expect(stored()?.config).to.include({ host: 'elsewhere.example.com', password: 'new' });
  });

  it('removes stored secrets that are not wanted elsewhere only when somebody says so', async () => {
    const config = { host: 'db.example.com', database: 'shop', user: 'reader', password: 'old' };
    ({ id } = fixture.api.addSource('postgres', 'Shop server', config));
    await open('Settings');
    await page.getByRole('button', { name: 'Edit' }).click();
    const form = page.locator('sources-connection-form');
    await form.getByLabel('Port').fill('5433');
    await form.getByLabel('Remove what I leave empty').check();
    await page.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
    expect(stored()?.config).to.include({ host: 'db.example.com', port: 5433, password: null });
  });

  it('tells both of two people who change it at once, and lets either have the last word', async () => {
    const config = { host: 'db.example.com', database: 'shop', user: 'reader', password: 'old' };
    ({ id } = fixture.api.addSource('postgres', 'Shop server', config));
    await open('Settings');
    await page.getByRole('button', { name: 'Edit' }).click();
    const card = page.locator('sources-settings-card');
    await card.getByLabel('Name', { exact: true }).fill('Mine');
    await card.getByLabel('Owner').fill('Finance');
    const other = stored();
    if (other === undefined) throw new Error('The source is gone.');
    Object.assign(other, { title: 'Theirs', version: other.version + 1 });
    await card.getByRole('button', { name: 'Save' }).click();
    const dialog = page.locator('dw-conflict');
    await dialog.getByText('changed by both').waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    expect(stored()).to.include({ title: 'Theirs', version: 2 });
    await dialog.getByRole('button', { name: 'Use this' }).click();
    await page.getByRole('heading', { level: 1, name: 'Mine' }).waitFor();
    expect(stored()).to.include({ title: 'Mine', owner: 'Finance', version: 3 });

    await page.getByRole('button', { name: 'Edit' }).click();
    Object.assign(other, { title: 'Theirs again', version: 4 });
    await fixture.tell('sources');
    await card.getByText('Somebody else has changed this since you opened it.').waitFor();
    // A secret that was typed is not lost over it, and not kept beside the form either.
    await card.getByLabel('Password').fill('correct horse');
    await card.getByRole('button', { name: 'See what changed' }).click();
    await dialog.getByRole('radio', { name: /Take theirs/ }).check();
    await dialog.getByRole('button', { name: 'Use this' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await card.getByLabel('Name', { exact: true }).inputValue()).to.equal('Theirs again');
    expect(await card.getByLabel('Password').inputValue()).to.equal('correct horse');
    expect(
      await page.evaluate('JSON.stringify([{ ...sessionStorage }, { ...localStorage }])'),
    ).to.not.contain('correct horse');
    await card.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { level: 1, name: 'Theirs again' }).waitFor();
    expect(stored()).to.include({ title: 'Theirs again', version: 4 });
  });

  it('asks what stays of load, hours and scope where somebody else has changed them first', async () => {
    await open('Care');
    const other = stored();
    if (other === undefined) throw new Error('The source is gone.');
    const care = page.locator('sources-care-card');
    const dialog = page.locator('dw-conflict');
    await care.getByRole('button', { name: 'Change' }).click();
    await care.getByLabel('Assets at once').fill('2');
    const load = { maxConcurrency: 9, maxStatementsPerSecond: null, statementTimeoutMs: 60_000 };
    Object.assign(other, { load, version: other.version + 1 });
    await fixture.tell('sources');
    await care.getByText('Somebody else has changed this since you opened it.').waitFor();
    await care.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('9 assets at once').waitFor();
    await dialog.getByRole('radio', { name: /Take theirs/ }).check();
    await dialog.getByRole('button', { name: 'Use this' }).click();
    await care.getByText('9 assets at once').waitFor();

    const scope = page.locator('sources-scope-card');
    await scope.getByRole('button', { name: 'Change' }).click();
    await scope.getByLabel('Read only').fill('public.*');
    Object.assign(other, { exclude: ['*.tmp'], version: other.version + 1 });
    await scope.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('*.tmp').waitFor();
    await dialog.getByRole('button', { name: 'Use this' }).click();
    await dialog.waitFor({ state: 'detached' });
    await scope.getByText('public.*').waitFor();
    expect(stored()).to.deep.include({ include: ['public.*'], load });
  });

  it('says what goes and what stays before it is deleted, and wants its name', async () => {
    await open('Settings');
    await page.getByRole('button', { name: 'Delete source' }).click();
    await page.getByRole('dialog', { name: 'Delete Shop database?' }).waitFor();
    const dialog = page.locator('sources-delete-dialog');
    await dialog
      .getByRole('list', { name: 'What goes' })
      .getByText('Its connection and its stored secret.')
      .waitFor();
    await dialog.getByRole('list', { name: 'What stays' }).getByText('3 scans that have ended').waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    const name = dialog.getByLabel('To delete it, type its name');
    await name.fill('shop');
    await page.keyboard.press('Enter');
    await dialog.getByText('This is not its name.').waitFor();
    expect(stored()).to.not.equal(undefined);
    await name.fill('Shop database');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
    await page.getByText('Shop database is being deleted').waitFor();
    await page.getByText(/1,200 of the entries that were kept about it/).waitFor();
    expect(stored()).to.equal(undefined);
  });

  it('keeps the source when the question is left with Escape', async () => {
    await open('Settings');
    await page.getByRole('button', { name: 'Delete source' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(stored()).to.not.equal(undefined);
  });
});
