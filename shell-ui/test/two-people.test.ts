import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lookAt } from './accessibility.ts';
import { signIn, until } from './browser.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { PAIR_MODULE, PAIR_PLUGIN } from './fixture/pair-plugin.ts';
import { onFixturePages } from './fixture-page.ts';

describe('a form', () => {
  let fixture: Fixture;
  let page: Page;
  let path: string;
  let id: string;

  onFixturePages({ stepMs: 60_000, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
  });
  beforeEach(async () => {
    fixture.extraPlugins.push(PAIR_PLUGIN);
    fixture.modules.set('/plugins/pair/ui/index.js', PAIR_MODULE);
    ({ id } = fixture.api.addSource('sqlite', 'As it was', {}));
    path = `${fixture.url}/pair/${id}`;
    await page.goto(path);
    await page.getByRole('heading', { level: 1, name: 'Pair' }).waitFor();
  });

  const titleOf = (): string | undefined => fixture.api.sources.find((source) => source.id === id)?.title;
  const save = (on: Page): Promise<void> => on.getByRole('button', { name: 'Save', exact: true }).click();
  const drafts = `JSON.stringify(Object.entries(sessionStorage).filter(([key]) => key.startsWith('dw.draft:')))`;

  it('keeps what was written over a reload, never a secret, until it is saved or given up', async () => {
    await page.getByLabel('Name').fill('Half');
    await until(page, `${drafts}.includes('Half')`);
    expect(await page.evaluate(drafts)).to.not.contain('hunter');
    await page.reload();
    await page.getByText('and not saved is back').waitFor();
    expect(await page.getByLabel('Name').inputValue()).to.equal('Half');
    await save(page);
    await page.getByText('Saved Half').waitFor();
    expect(await page.evaluate(drafts)).to.equal('[]');

    await page.getByLabel('Name').fill('Regretted');
    await until(page, `${drafts}.includes('Regretted')`);
    await page.reload();
    await page.getByRole('button', { name: 'Discard it' }).click();
    while ((await page.getByLabel('Name').inputValue()) !== 'Half') await page.waitForTimeout(20);
    expect(await page.evaluate(drafts)).to.equal('[]');
  });

  it('leaves nothing behind for whoever comes after a sign-out', async () => {
    await page.getByLabel('Name').fill('Mine');
    await until(page, `${drafts}.includes('Mine')`);
    await page.getByRole('button', { name: 'Account of admin' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.evaluate(drafts)).to.equal('[]');
  });

  it('leaves nothing for somebody else who goes on in the same tab, where the session has ended', async () => {
    await page.goto(`${fixture.url}/sources`);
    await page.getByRole('heading', { level: 1, name: 'Sources' }).waitFor();
    await page.goto(path);
    await page.getByLabel('Name').fill('Of the first');
    await until(page, `${drafts}.includes('Of the first')`);
    fixture.expire();
    fixture.person = 'mara';
    await page.reload();
    await signIn(page, 'correct horse');
    await page.getByRole('button', { name: 'Account of mara' }).waitFor();
    await until(page, `${drafts} === '[]'`);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Find a page, a thing, or something to do' }).waitFor();
    expect(await page.getByRole('group', { name: 'Recently open' }).count()).to.equal(0);
  });

  it('loses nothing when the session ends in its middle', async () => {
    await page.getByLabel('Name').fill('Kept');
    fixture.expire();
    await save(page);
    await page.getByRole('dialog', { name: 'Your session has ended' }).waitFor();
    await page.reload();
    await signIn(page, 'correct horse');
    expect(await page.getByLabel('Name').inputValue()).to.equal('Kept');
    await save(page);
    await page.getByText('Saved Kept').waitFor();
    expect(titleOf()).to.equal('Kept');
  });

  describe('that two people have open', () => {
    let other: Page;

    beforeEach(async () => {
      other = await page.context().newPage();
      await other.goto(path);
      await other.getByLabel('Name').fill('By the other');
      await page.getByLabel('Name').fill('By me');
      await save(other);
      await other.getByText('Saved By the other').waitFor();
    });
    afterEach(() => other.close());

    it('says at once that somebody else has changed it, and shows what', async () => {
      await fixture.tell('sources');
      await page.getByText('Somebody else has changed this since you opened it.').waitFor();
      expect(await page.getByLabel('Name').inputValue()).to.equal('By me');
      await page.getByRole('button', { name: 'See what changed' }).click();
      const dialog = page.locator('dw-conflict');
      await dialog.getByText('By the other').waitFor();
      const found: string[] = [];
      await lookAt(page, found);
      expect(found).to.deep.equal([]);
      await dialog.getByRole('radio', { name: /Take theirs/ }).check();
      await dialog.getByRole('button', { name: 'Use this' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await page.getByLabel('Name').inputValue()).to.equal('By the other');
      expect(await page.getByText('Somebody else has changed this').count()).to.equal(0);
    });

    it('asks who saves second what stays, keeps the rest, and saves it then', async () => {
      await page.getByLabel('Note').fill('Only mine');
      await save(page);
      const dialog = page.locator('dw-conflict');
      await dialog.getByText('changed by both').waitFor();
      expect(await dialog.getByRole('radio', { name: /Keep mine/ }).isChecked()).to.equal(true);
      await dialog.getByRole('button', { name: 'Use this' }).click();
      await page.getByText('Saved By me').waitFor();
      expect(titleOf()).to.equal('By me');
      expect(fixture.api.sources.find((source) => source.id === id)).to.have.property('note', 'Only mine');
    });

    it('goes back to the form, unsaved, when whoever is asked wants to', async () => {
      await save(page);
      const dialog = page.locator('dw-conflict');
      await dialog.getByRole('button', { name: 'Back to the form' }).click();
      await page.getByText('It has changed.').waitFor();
      expect(await page.getByLabel('Name').inputValue()).to.equal('By me');
      expect(titleOf()).to.equal('By the other');
    });
  });
});
