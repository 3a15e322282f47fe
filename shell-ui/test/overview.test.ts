import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './accessibility.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { onFixturePages } from './fixture-page.ts';

describe('the start page', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 20, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
  });
  const open = async (): Promise<void> => {
    await page.goto(fixture.url);
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  };
  const attention = () => page.getByRole('list', { name: 'What needs your attention today' });

  it('says how to begin, how to go on, and nothing of it once something was scanned', async () => {
    await open();
    const begin = page.locator('sources-getting-started');
    await begin.getByRole('link', { name: 'Add source' }).waitFor();
    expect(await begin.locator('[aria-current=step]').innerText()).to.include('Connect a source');
    const { id } = fixture.api.addSource('sqlite', 'Shop', { file: '/x' });
    await open();
    await begin.getByRole('button', { name: 'Scan now' }).waitFor();
    expect(await begin.locator('[aria-current=step]').innerText()).to.include('Scan it');
    fixture.api.runScan(id);
    await open();
    await page.getByRole('heading', { name: 'Risk by source' }).waitFor();
    await begin.getByRole('list').waitFor({ state: 'hidden' });
  });

  it('gathers what needs attention, the gravest first, each with a way to it', async () => {
    const { id } = fixture.api.addSource('sqlite', 'Shop', { file: '/x' });
    fixture.api.troubledAssets = 1;
    const run = fixture.api.runScan(id);
    fixture.api.failingSources = 3;
    await open();
    const silent = attention().getByRole('link', { name: /1 source does not answer/ });
    await silent.waitFor();
    expect(await silent.getAttribute('href')).to.equal(`/sources/${id}?tab=health`);
    const scan = attention().getByRole('link', { name: /1 scan could not read everything/ });
    expect(await scan.getAttribute('href')).to.equal(`/scans/${run.id}`);
    const lines = await attention().getByRole('link').allInnerTexts();
    const place = (words: string): number => lines.findIndex((line) => line.includes(words));
    expect(place('does not answer')).to.be.below(place('could not read everything'));
    expect(await accessibilityFaults(page)).to.deep.equal([]);
  });

  it('explains the risk of a source term by term', async () => {
    const { id } = fixture.api.addSource('sqlite', 'Shop', { file: '/x' });
    fixture.api.runScan(id);
    await open();
    const card = page.locator('sources-risk-card');
    await card.getByText('× 22').waitFor();
    await card.getByRole('button', { name: 'How the score is made' }).click();
    await card.getByText(/Sensitivity × exposure × open violations/).waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
  });

  it('keeps the choice and the order of the cards for whoever made it', async () => {
    fixture.api.runScan(fixture.api.addSource('sqlite', 'Shop', { file: '/x' }).id);
    await open();
    await page.getByRole('heading', { name: 'Risk by source' }).waitFor();
    await page.getByRole('button', { name: 'Customise' }).click();
    const dialog = page.locator('shell-card-choice');
    await dialog.getByRole('checkbox', { name: 'Risk by source' }).uncheck();
    await dialog.getByRole('button', { name: 'Move Latest scans up' }).click();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('heading', { name: 'Risk by source' }).waitFor({ state: 'detached' });
    const headings = async (): Promise<readonly string[]> => {
      await page.getByRole('heading', { name: 'Latest scans' }).waitFor();
      await page.getByRole('heading', { name: 'Sensitive columns by type' }).waitFor();
      return page.getByRole('heading', { level: 2 }).allInnerTexts();
    };
    const chosen = await headings();
    await page.reload();
    expect(await headings()).to.deep.equal(chosen);
    expect(chosen).not.to.include('Risk by source');
    expect(chosen.indexOf('Latest scans')).to.be.below(chosen.indexOf('Sensitive columns by type'));
  });
});

describe('adding a source', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 20, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
  });

  it('goes back and forward between its steps, and keeps what was written but no secret', async () => {
    await page.goto(`${fixture.url}/sources/new`);
    await page.getByRole('link', { name: /PostgreSQL/ }).click();
    expect(new URL(page.url()).search).to.equal('?connector=postgres');
    await page.getByLabel('Name', { exact: true }).fill('Warehouse');
    const form = page.locator('sources-connection-form');
    await form.getByLabel('Host').fill('db.example.com');
    await form.getByLabel('Password').fill('hush-hush');
    await form.getByLabel('Database').fill('shop');
    await page.waitForFunction(() => {
      const kept = JSON.stringify(window.sessionStorage);
      return kept.includes('Warehouse') && kept.includes('shop');
    });
    expect(
      await page.evaluate(() => JSON.stringify([window.sessionStorage, window.localStorage])),
    ).not.to.include('hush');
    await page.goBack();
    await page.getByRole('list', { name: 'Kinds of source' }).waitFor();
    await page.goForward();
    await page.reload();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).to.equal('Warehouse');
    expect(await form.getByLabel('Host').inputValue()).to.equal('db.example.com');
    expect(await form.getByLabel('Password').inputValue()).to.equal('');
  });
});
