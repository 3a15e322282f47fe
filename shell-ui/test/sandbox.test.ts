import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './accessibility.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { addStranger } from './fixture/stranger-plugin.ts';
import { onFixturePages } from './fixture-page.ts';

describe('the page of a plugin that nobody has verified', () => {
  let fixture: Fixture;
  let page: Page;
  let faults: string[];

  onFixturePages({ stepMs: 60_000, isSignedIn: true }, (opened) => {
    ({ fixture, page, faults } = opened);
    addStranger(fixture);
    fixture.api.addSource('sqlite', 'Shop database', { file: '/data/shop.sqlite' });
  });
  const frame = () => page.frameLocator('iframe[title=Stranger]');
  const press = (name: string) => frame().getByRole('button', { name, exact: true }).click();
  const said = (text: string | RegExp) => frame().locator('#said').getByText(text).waitFor();

  it('is shown in a frame of its own, in the language and theme of the shell, and follows both', async () => {
    await page.goto(`${fixture.url}/stranger?tab=one`);
    await page.getByText('Shown by the plugin “Stranger”, apart from the rest of the page.').waitFor();
    await frame().getByRole('heading', { name: 'Stranger' }).waitFor();
    await frame().getByText('Tab one').waitFor();
    await frame().getByText('Shop database').waitFor();
    expect(await page.title()).to.equal('Stranger · DataWave');
    await page.evaluate(() => {
      document.documentElement.dataset['theme'] = 'dark';
    });
    await frame().locator('html[data-theme=dark]').waitFor({ state: 'attached' });
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await accessibilityFaults(page)).to.deep.equal([]);
  });

  it('asks for what its manifest names and its own, is refused the rest, and is told what changes', async () => {
    await page.goto(`${fixture.url}/stranger`);
    await frame().getByText('Shop database').waitFor();
    await press('Read users');
    await said('DW_UI_FRAME_REFUSED: The plugin has not named GET /users in its manifest.');
    await press('Write a note');
    await said(/^(?!DW_UI_FRAME)/);
    fixture.api.addSource('sqlite', 'Another database', { file: '/data/other.sqlite' });
    await fixture.tell('sources');
    await frame().getByText('Another database').waitFor();
  });

  it('leads to pages of the shell and says things there', async () => {
    await page.goto(`${fixture.url}/stranger`);
    await press('Say hello');
    await page.getByText('Hello from the frame').first().waitFor();
    await frame().getByRole('link', { name: 'To the scans' }).click();
    await page.getByRole('heading', { name: 'Scans', level: 1 }).waitFor();
  });

  it('is as high in a slot as what it shows', async () => {
    await page.goto(`${fixture.url}/`);
    const card = page.locator('iframe[title="Stranger card"]');
    await page.frameLocator('iframe[title="Stranger card"]').getByText('who may read').waitFor();
    await page.waitForFunction(
      () => {
        const find = (root: ParentNode): Element | null => {
          for (const element of root.querySelectorAll('*')) {
            if (element.matches('iframe[title="Stranger card"]')) return element;
            const inside = element.shadowRoot === null ? null : find(element.shadowRoot);
            if (inside !== null) return inside;
          }
          return null;
        };
        return (find(document)?.clientHeight ?? 0) > 320;
      },
      undefined,
      { timeout: 10_000 },
    );
    expect((await card.boundingBox())?.height).to.be.within(321, 340);
  });

  for (const [button, reason] of [
    ['Flood', 'It sends more messages than can be taken.'],
    ['Leave', 'It has left its place.'],
    ['Hang', 'It does not answer any more.'],
  ] as const)
    it(`is stopped by itself, and nothing else with it: ${button.toLowerCase()}`, async () => {
      await page.goto(`${fixture.url}/stranger`);
      await frame().getByText('Shop database').waitFor();
      // One that hangs never says that it was pressed.
      void press(button).catch(() => undefined);
      await page.getByText(reason).waitFor();
      // The page that it wanted to go to does not let itself be framed.
      if (button === 'Leave') expect(faults.splice(0)).to.match(/frame-ancestors/);
      if (button === 'Hang') {
        await page.locator('shell-side-nav').getByRole('link', { name: 'Scans' }).click();
        await page.getByRole('heading', { name: 'Scans', level: 1 }).waitFor();
        return;
      }
      await page.getByRole('button', { name: 'Try again' }).click();
      await frame().getByText('Shop database').waitFor();
    });
});
