import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './accessibility.ts';
import { addCodePage } from './fixture/code-page.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { onFixturePages } from './fixture-page.ts';

describe('the code editor', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 20, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
    addCodePage(fixture);
  });
  beforeEach(async () => {
    await page.goto(`${fixture.url}/code`);
    await editor('Settings').waitFor();
  });

  const editor = (name: string) => page.getByRole('textbox', { name, exact: true });
  const marks = (): Promise<readonly string[]> => page.locator('.dw-match').allTextContents();
  const sent = async (): Promise<Readonly<Record<string, string>>> =>
    (await page.evaluate('window.sent.at(-1)')) as Readonly<Record<string, string>>;

  for (const [theme, width] of [
    ['light', 1440],
    ['dark', 390],
  ] as const)
    it(`is named, coloured and accessible, ${theme}, ${width} px`, async () => {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate((name) => {
        document.documentElement.dataset['theme'] = name;
      }, theme);
      expect(await accessibilityFaults(page)).to.deep.equal([]);
      const colours = await editor('Settings')
        .locator('span[class]')
        .evaluateAll((spans) => new Set(spans.map((span) => getComputedStyle(span).color)).size);
      expect(colours, 'colours of syntax').to.be.at.least(3);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).to.equal(true);
    });

  it('is a field of its form, and goes back to what it was', async () => {
    await editor('Rule').fill('name: weekly');
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await sent()).to.deep.equal({
      settings: '{ "port": 5432, "mode": "fast" }',
      rule: 'name: weekly',
      pattern: '(?<area>0\\d{2})-[0-9]+',
    });
    await page.getByRole('button', { name: 'Reset' }).click();
    await editor('Rule').getByText('nightly').waitFor();
    await editor('Pattern').fill('');
    await page.evaluate('window.sent = []');
    await page.getByRole('button', { name: 'Send' }).click();
    expect(await sent()).to.equal(undefined);
  });

  it('says what is wrong with JSON, and offers what its schema allows', async () => {
    await page.getByText('This is missing: host.').waitFor();
    await editor('Settings').fill('{ "host": ');
    await page.getByText(/^This is not JSON: /).waitFor();
    await editor('Settings').fill('{ "host": "db", "port": "x" }');
    await page.getByText('This must be of the type integer.').waitFor();
    await editor('Settings').fill('');
    await page.keyboard.type('{"h');
    await page.getByRole('option', { name: '"host"' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('tries a pattern on a sample while it is written, and says what is wrong with it', async () => {
    await page.getByText('2 matches').waitFor();
    expect(await marks()).to.deep.equal(['030-1234', '040-99']);
    await editor('Pattern').fill('\\d{4}');
    await page.getByText('2 matches').waitFor();
    expect(await marks()).to.deep.equal(['1234', '1234']);
    await editor('Try it on').fill('nothing here');
    await page.getByText('No match').waitFor();
    await editor('Pattern').fill('a)');
    await page.getByText(/Unmatched '\)'/).waitFor();
    expect(await editor('Pattern').getAttribute('aria-invalid')).to.equal('true');
    await editor('Pattern').press('Enter');
    expect(await editor('Pattern').innerText()).not.to.contain('\n');
  });

  it('lets the keyboard go on: Tab indents, and after Escape leaves', async () => {
    await editor('Rule').fill('steps:');
    await editor('Rule').press('Tab');
    expect(await editor('Rule').innerText()).to.match(/^\s+steps:$/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    const label = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.getAttribute('aria-label');
    });
    expect(label).to.equal('Pattern');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await editor('Answer').evaluate((element) => element.matches(':focus'))).to.equal(true);
    await page.keyboard.type('x');
    expect(await editor('Answer').innerText())
      .to.contain('<img src=x onerror=alert(1)>')
      .and.not.to.contain('xx');
    await page.keyboard.press('Tab');
    expect(await editor('Answer').evaluate((element) => element.matches(':focus'))).to.equal(false);
  });
});
