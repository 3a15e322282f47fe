import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { signIn } from './browser.ts';
import { type FixturePage, onFixturePages } from './fixture-page.ts';

describe('the language of the shell', () => {
  let fixture: FixturePage['fixture'];
  let page: Page;
  onFixturePages({ stepMs: 60, isSignedIn: false }, (opened) => {
    ({ fixture, page } = opened);
  });

  const choose = async (language: string): Promise<void> => {
    await page.evaluate((chosen) => localStorage.setItem('dw.language', chosen), language);
    await page.reload();
  };
  const root = (): Promise<readonly string[]> =>
    page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]);
  const isSideways = (): Promise<boolean> =>
    page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

  it('is the chosen one, in the page and in its attributes, from the first word on', async () => {
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      const look = (): void => {
        const text = document.querySelector('dw-shell')?.shadowRoot?.querySelector('shell-sign-in')
          ?.shadowRoot?.textContent;
        if (text !== undefined && text !== null && text.trim() !== '') seen.push(text);
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await choose('de');
    await page.getByRole('button', { name: 'Anmelden', exact: true }).waitFor();
    expect(await root()).to.deep.equal(['de', 'ltr']);
    const seen = await page.evaluate(() => Reflect.get(window, 'seen') as string[]);
    expect(seen.filter((text) => /Sign in|Password/.test(text))).to.deep.equal([]);
  });

  it('is English, and says so, where there are no texts in the chosen one', async () => {
    await choose('sjn');
    await page.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
    expect(await root()).to.deep.equal(['en', 'ltr']);
  });

  it('is what the browser prefers, as far as there is such a thing', async () => {
    await page.addInitScript(() =>
      Object.defineProperty(navigator, 'languages', { get: () => ['fr-FR', 'de-AT', 'en'] }),
    );
    await page.reload();
    await page.getByRole('button', { name: 'Anmelden', exact: true }).waitFor();
    expect(await root()).to.deep.equal(['de', 'ltr']);
  });

  it('is chosen by people, in all their tabs at once', async () => {
    await signIn(page, 'correct horse');
    const other = await page.context().newPage();
    await other.goto(fixture.url);
    await other.locator('shell-side-nav').waitFor({ state: 'attached' });
    await page.goto(`${fixture.url}/settings`);
    await page.locator('main').getByLabel('Language', { exact: true }).selectOption('de');
    for (const tab of [page, other]) {
      await tab.locator('html[lang=de]').waitFor({ state: 'attached' });
      await tab.locator('shell-side-nav').getByText('Übersicht').waitFor();
    }
    await page.locator('main').getByLabel('Sprache', { exact: true }).selectOption('');
    await page.locator('html[lang=en]').waitFor({ state: 'attached' });
    await other.close();
  });

  it('is spoken without a server, too, once it was spoken', async () => {
    await choose('de');
    await page.getByLabel('Benutzername').fill('admin');
    await page.getByLabel('Kennwort', { exact: true }).fill('correct horse');
    await page.getByRole('button', { name: 'Anmelden', exact: true }).click();
    const overview = page.getByRole('heading', { level: 1, name: 'Übersicht' });
    await overview.waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
    await page.reload();
    await overview.waitFor();
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText('Der Server antwortet nicht').first().waitFor();
    await page.context().setOffline(false);
  });

  it('may be written from right to left: the frame is mirrored and nothing is cut off', async () => {
    // English words in the other direction, as in a language whose translation has only begun.
    fixture.messages.set('ar', { Overview: 'نظرة عامة' });
    await choose('ar');
    await signIn(page, 'correct horse');
    expect(await root()).to.deep.equal(['ar', 'rtl']);
    const side = page.locator('shell-side-nav');
    await side.getByText('نظرة عامة').waitFor();
    expect((await side.boundingBox())?.x ?? 0).to.be.greaterThan(700);
    // What points somewhere points the other way; what does not, stays.
    const turned = await page.evaluate(async () => {
      const transforms: string[] = [];
      for (const name of ['arrow-right', 'chevron-left', 'check']) {
        const icon = document.createElement('dw-icon');
        icon.setAttribute('name', name);
        document.body.append(icon);
        await Reflect.get(icon, 'updateComplete');
        const drawing = icon.shadowRoot?.querySelector('svg');
        transforms.push(drawing ? getComputedStyle(drawing).transform : '');
        icon.remove();
      }
      return transforms;
    });
    expect(turned).to.deep.equal(['matrix(-1, 0, 0, 1, 0, 0)', 'matrix(-1, 0, 0, 1, 0, 0)', 'none']);
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 844 });
      for (const path of ['/', '/settings', '/nowhere']) {
        await page.goto(fixture.url + path);
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        expect(await isSideways(), `${path} at ${width}`).to.equal(false);
      }
    }
  });
});
