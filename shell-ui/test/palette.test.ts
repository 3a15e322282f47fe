import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lookAt } from './accessibility.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { onFixturePages } from './fixture-page.ts';

describe('the command palette', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 60_000, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
  });

  const field = () => page.getByRole('combobox', { name: 'Find a page, a thing, or something to do' });
  const heading = (name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();
  const open = async (): Promise<void> => {
    await heading('Overview');
    await page.keyboard.press('Control+k');
    await field().waitFor();
  };
  const chosen = (): Promise<string> =>
    page.locator('shell-palette').getByRole('option', { selected: true }).innerText();

  it('opens by its key or its button, and gives the focus back', async () => {
    await heading('Overview');
    await page.getByRole('button', { name: /^Commands/ }).click();
    await field().waitFor();
    const found: string[] = [];
    await lookAt(page, found);
    expect(found).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await field().waitFor({ state: 'detached' });
    expect(
      await page.evaluate(`document.querySelector('dw-shell').shadowRoot.activeElement?.className`),
    ).to.equal('palette');
  });

  it('leads to a page by a few letters and Enter, and back by Back', async () => {
    await open();
    await page.keyboard.type('compl');
    expect(await chosen()).to.equal('Compliance');
    await page.keyboard.press('Enter');
    await heading('Compliance');
    await page.goBack();
    await heading('Overview');
    await page.keyboard.press('Control+k');
    await page.getByRole('group', { name: 'Recently open' }).getByText('Compliance').waitFor();
  });

  it('offers what plugins have to do, and moves by the arrows, around the ends', async () => {
    await open();
    await page.keyboard.type('add a s');
    expect(await chosen()).to.equal('Add a source');
    await page.keyboard.press('ArrowUp');
    expect(await chosen()).to.not.equal('Add a source');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await heading('Add a source');
  });

  it('searches what plugins name, shows what is found as text, and leads there', async () => {
    const name = '<img src=x onerror=alert(1)> shop';
    const { id } = fixture.api.addSource('sqlite', name, {});
    await open();
    await page.keyboard.type('shop');
    const find = page.getByRole('group', { name: 'Sources' }).getByRole('option', { name });
    await find.waitFor();
    expect(await page.locator('img[src=x]').count()).to.equal(0);
    await find.click();
    await page.waitForURL(`${fixture.url}/sources/${id}**`);
  });

  it('names a search that fails, and goes on with the others', async () => {
    fixture.extraPlugins.push({
      id: 'broken',
      version: '1.0.0',
      module: null,
      pages: [],
      slots: [],
      actions: [],
      searches: [
        {
          title: 'Broken things',
          path: '/broken?q={query}',
          label: 'name',
          href: '/broken/{id}',
          permission: 'signed-in',
        },
        {
          title: 'Failing things',
          path: '/failing?q={query}',
          label: 'name',
          href: '/failing/{id}',
          permission: 'signed-in',
        },
      ],
    });
    fixture.failing.add('failing');
    fixture.api.addSource('sqlite', 'Shop database', {});
    await page.reload();
    await open();
    await page.keyboard.type('shop');
    await page.getByRole('group', { name: 'Sources' }).getByText('Shop database').waitFor();
    await page.getByText('Failing things could not be searched').waitFor();
    // What is not there, or not for this role, is nothing to be told of.
    expect(await page.getByText('Broken things could').count()).to.equal(0);
  });

  it('says that nothing fits', async () => {
    await open();
    await page.keyboard.type('qqqqzz');
    await page.getByText('Nothing fits “qqqqzz”.').waitFor();
    await page.keyboard.press('Enter');
    await field().waitFor();
  });

  it('does what the frame can do: another theme, the keys, signing out', async () => {
    await open();
    await page.keyboard.type('dark');
    await page.keyboard.press('Enter');
    await field().waitFor({ state: 'detached' });
    expect(await page.evaluate('document.documentElement.dataset.theme')).to.equal('dark');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await field().waitFor();
    await page.keyboard.type('sign out');
    await page.keyboard.press('Enter');
    await heading('Sign in');
    await page.keyboard.press('Control+k');
    expect(await field().count()).to.equal(0);
    await page.evaluate('localStorage.clear()');
  });
});
