import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './accessibility.ts';
import { until } from './browser.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { onFixturePages } from './fixture-page.ts';

const FORM = `document.querySelector('dw-shell').shadowRoot.querySelector('shell-page-host').shadowRoot.querySelector('dw-boundary').content.shadowRoot.querySelector('shell-design-forms').shadowRoot.querySelector('dw-schema-form')`;
const COMBOBOX = FORM.replace("'dw-schema-form'", "'dw-combobox'");

describe('the design system', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 60_000, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
  });

  const open = async (tab = ''): Promise<void> => {
    await page.goto(`${fixture.url}/design-system${tab === '' ? '' : `?tab=${tab}`}`);
    await page.getByRole('heading', { level: 1, name: 'Design system' }).waitFor();
    await page.getByRole('tab', { selected: true }).first().waitFor();
  };

  for (const tab of ['', 'forms', 'states', 'tokens', 'icons'])
    it(`can be read, heard and hit in both themes, narrow and compact: ${tab || 'elements'}`, async function () {
      this.timeout(180_000);
      await open(tab);
      const more = page.getByText('More settings');
      if (tab === 'forms') await more.click();
      const found: string[] = [];
      for (const [colorScheme, width, density] of [
        ['light', 1440, ''],
        ['dark', 390, ''],
        ['dark', 1440, 'compact'],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        await page.evaluate(`document.documentElement.dataset.density = '${density}'`);
        for (const fault of await accessibilityFaults(page))
          found.push(`${colorScheme}, ${width} px ${density}: ${fault}`);
      }
      expect(found).to.deep.equal([]);
    });

  it('gives every text and every line the contrast that it needs', async () => {
    await open('tokens');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator('[data-enough]').first().waitFor();
      expect(await page.locator('[data-enough=no]').allTextContents(), colorScheme).to.deep.equal([]);
    }
  });

  it('opens a menu, moves in it and leaves it with the keyboard alone', async () => {
    await open();
    const button = page.getByRole('button', { name: 'Actions' });
    await button.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Edit' }).waitFor();
    expect(await button.getAttribute('aria-expanded')).to.equal('true');
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    await page.keyboard.press('End');
    await page.locator('wa-dropdown-item:focus', { hasText: 'Delete' }).waitFor();
    await page.keyboard.press('s');
    await page.locator('wa-dropdown-item:focus', { hasText: 'Settings' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem', { name: 'Edit' }).waitFor({ state: 'hidden' });
    expect(await button.getAttribute('aria-expanded')).to.equal('false');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Settings' }).click();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  });

  it('says in words what an icon is about, to the keyboard and to a screen reader', async () => {
    await open();
    const button = page.getByRole('button', { name: 'About this number' });
    expect(await button.getAttribute('aria-description')).to.equal('Asked of the server an hour ago');
    await button.focus();
    await page.getByRole('tooltip').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('tooltip').waitFor({ state: 'detached' });
  });

  it('opens a surface beside its button and closes it with Escape or a click elsewhere', async () => {
    await open();
    const button = page.getByRole('button', { name: 'Filters' });
    const surface = page.getByRole('dialog', { name: 'Filters' });
    await button.click();
    await surface.waitFor();
    await page.getByText('Whatever stands in the element').waitFor();
    await page.locator('dw-popover .surface:focus').waitFor();
    await page.keyboard.press('Escape');
    await surface.waitFor({ state: 'hidden' });
    await page.locator('dw-popover button:focus').waitFor();
    await button.click();
    await surface.waitFor();
    await page.getByRole('heading', { level: 1 }).click();
    await surface.waitFor({ state: 'hidden' });
  });

  it('keeps the tab that was chosen in the address, with arrow keys', async () => {
    await open();
    await page.getByRole('tab', { name: 'Elements' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Forms', selected: true }).waitFor();
    expect(new URL(page.url()).search).to.equal('?tab=forms');
    await page.keyboard.press('End');
    await page.getByRole('tab', { name: 'Icons', selected: true }).waitFor();
    await page.reload();
    await page.getByRole('tab', { name: 'Icons', selected: true }).waitFor();
    await page.getByRole('tab', { name: 'Elements' }).click();
    expect(new URL(page.url()).search).to.equal('');
  });

  it('gives the focus back when a dialog or a drawer closes', async () => {
    await open();
    for (const [what, title] of [
      ['Open a dialog', 'An example'],
      ['Open a drawer', 'Details'],
    ] as const) {
      await page.getByRole('button', { name: what }).click();
      await page.getByRole('dialog', { name: title }).waitFor();
      expect(await accessibilityFaults(page)).to.deep.equal([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: title }).waitFor({ state: 'detached' });
      expect(
        await page.evaluate(
          `(() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.getRootNode().host?.textContent; })()`,
        ),
      ).to.equal(what);
    }
  });

  it('loads further elements on demand, with our icons and without a violation of the policy', async () => {
    await open();
    await page.getByRole('button', { name: 'Load them' }).click();
    await page.getByRole('slider', { name: 'How often' }).press('ArrowRight');
    await page.getByRole('treeitem', { name: 'main' }).press('ArrowRight');
    await page.getByRole('treeitem', { name: 'customers' }).waitFor();
    await page.locator('wa-tree wa-icon svg:visible').first().waitFor();
    expect(await accessibilityFaults(page)).to.deep.equal([]);
  });

  it('finds one of ten thousand by a part of its name, with the keyboard', async () => {
    await open('forms');
    const field = page.getByRole('combobox', { name: 'Table' });
    await field.click();
    await page.getByText('9,950 more: write more of the name').waitFor();
    await field.fill('table_998');
    await page.getByRole('option', { name: 'schema_28.table_998', exact: true }).waitFor();
    await field.press('ArrowDown');
    expect(await accessibilityFaults(page)).to.deep.equal([]);
    await field.press('Enter');
    expect(await field.inputValue()).to.match(/table_998\d$/);
    await field.fill('nothing of the kind');
    await page.getByText('Nothing matches').waitFor();
    await field.press('Escape');
    expect(await field.inputValue()).to.match(/table_998\d$/);
    await page.getByRole('listbox').waitFor({ state: 'detached' });
  });

  it('chooses what was written before the entries were there once they are, also for whoever has gone on', async () => {
    await open('forms');
    const field = page.getByRole('combobox', { name: 'Table' });
    const isLoading = (is: boolean): Promise<unknown> => page.evaluate(`${COMBOBOX}.loading = ${is}`);
    const chosen = (): Promise<unknown> => page.evaluate(`${COMBOBOX}.value`);
    await isLoading(true);
    await field.fill('table_998');
    await page.getByText('Loading…').waitFor();
    await field.press('Enter');
    await field.press('Tab');
    await page.getByRole('listbox').waitFor({ state: 'detached' });
    expect([await field.inputValue(), await chosen()], 'kept').to.deep.equal(['table_998', '']);
    await isLoading(false);
    await until(page, `${COMBOBOX}.value === '998'`);
    await isLoading(true);
    await field.fill('table_9981');
    await field.press('Tab');
    await isLoading(false);
    await until(page, `${COMBOBOX}.value === '9981'`);
    await isLoading(true);
    await field.fill('table_99');
    await field.press('Tab');
    await isLoading(false);
    await until(page, `${COMBOBOX}.written === null`);
    expect(await chosen(), 'what fits several, without Enter').to.equal('9981');
  });

  describe('a form from a schema', () => {
    const form = () => page.locator('dw-schema-form');
    const value = async (): Promise<Record<string, unknown>> =>
      (await page.evaluate(`${FORM}.value`)) as Record<string, unknown>;

    it('is filled in, checked and read with the keyboard', async () => {
      await open('forms');
      await form().getByLabel('Host').fill('');
      await page.getByRole('button', { name: 'Check' }).click();
      await form().getByText('Host is needed.').waitFor();
      await form().locator('input[name=host]:focus').waitFor();
      await page.keyboard.type('db.example.com');
      await form().getByLabel('User').fill('reader');
      expect(await form().getByLabel('Port').getAttribute('placeholder'), 'what holds by itself').to.equal(
        '5432',
      );
      await form().getByLabel('Time for an answer').fill('2 h');
      await form().getByLabel('Time for an answer').press('Tab');
      await form().getByText('seconds = 2 hours').waitFor();
      await form().getByRole('radio', { name: 'require' }).check();
      await form().getByRole('switch', { name: 'Read-only transactions' }).uncheck();
      await form().getByText('More settings').click();
      await form().getByRole('radio', { name: 'With a token' }).check();
      await form().getByLabel('Token', { exact: true }).fill('t');
      await form().getByLabel('Schemas').fill('main\n\n audit ');
      await form().getByRole('checkbox', { name: 'views' }).check();
      await form().getByRole('button', { name: 'Add an entry' }).press('Enter');
      await page.keyboard.type('south');
      await form().getByLabel('Labels: a further name').fill('team');
      await page.keyboard.press('Tab');
      await form().getByLabel('Labels: value of team').fill('data');
      expect(await value()).to.deep.equal({
        ...{ host: 'db.example.com', user: 'reader', timeoutSeconds: 7200, tls: 'require', readOnly: false },
        ...{ auth: { kind: 'token', token: 't' }, schemas: ['main', 'audit'], kinds: ['views'] },
        ...{ replicas: [{ name: 'north' }, { name: 'south' }], labels: { team: 'data' } },
      });
    });

    it('keeps, replaces and removes a stored secret, and says which', async () => {
      await open('forms');
      await form().getByText('A value is stored; it is kept.').first().waitFor();
      expect(await value()).to.not.have.property('password');
      await form().getByRole('button', { name: 'Remove', exact: true }).first().click();
      await form().getByText('The stored value is removed when you save.').waitFor();
      expect(await value()).to.have.property('password', null);
      await form().getByRole('button', { name: 'Keep the stored one' }).click();
      await form().getByRole('textbox', { name: 'Password' }).fill('new');
      await form().getByText('The stored value is replaced when you save.').waitFor();
      expect(await value()).to.have.property('password', 'new');
    });

    it('asks for what another value needs', async () => {
      await open('forms');
      await form().getByLabel('User').fill('reader');
      await form().getByText('More settings').click();
      await form().getByLabel('Client key').fill('-----BEGIN');
      await page.getByRole('button', { name: 'Check' }).click();
      await form().getByText('Client certificate is needed.').waitFor();
    });

    it('puts what the server refused to its field, and what has none above the form', async () => {
      await open('forms');
      await page.evaluate(`${FORM}.pointerBase = '/config', ${FORM}.faults = [
        { pointer: '/config/replicas/0/name', message: 'This name is taken.' },
        { pointer: '/config/unknown', message: 'Nobody knows this.' }], ${FORM}.updateComplete.then(() => ${FORM}.focusFault())`);
      await form().getByText('Nobody knows this.').waitFor();
      await form().getByText('More settings').click();
      await form().getByText('This name is taken.').waitFor();
      expect(await form().locator('input[name=name]').getAttribute('aria-invalid')).to.equal('true');
    });

    it('keeps what was written over a reload, and never a secret', async () => {
      await open('forms');
      await page.evaluate(`${FORM}.draft = 'example'`);
      await form().getByLabel('User').fill('somebody');
      await form().getByRole('textbox', { name: 'Password' }).fill('hunter2');
      await page.reload();
      await form().waitFor();
      expect(await page.evaluate('JSON.stringify({ ...sessionStorage })'))
        .to.contain('somebody')
        .and.not.to.contain('hunter2');
      await page.evaluate(`${FORM}.draft = 'example'`);
      await form().getByText('What you had written here').waitFor();
      expect(await form().getByLabel('User').inputValue()).to.equal('somebody');
      await form().getByRole('button', { name: 'Discard it' }).click();
      expect(await form().getByLabel('User').inputValue()).to.equal('');
    });

    it('shows hostile names and long texts as what they are', async () => {
      await open('forms');
      await page.evaluate(`(() => {
        const name = '<img src=x onerror=alert(1)>';
        const long = ('\\u202E' + name + '🙈').padEnd(10_000, 'x');
        const text = { type: 'string', title: long, description: long };
        ${FORM}.schema = { required: [name], properties: { [name]: text, __proto__x: text, constructor: { type: 'string' },
          group: { type: 'object', title: long, properties: { a: text } }, one: { enum: [long, name, 'c', 'd', 'e', 'f'] },
          list: { type: 'array', title: long, items: { type: 'object', properties: { [name]: text } } } } };
        ${FORM}.given = { [name]: long, list: [{ [name]: long }] };
      })()`);
      await form().locator('label').first().getByText('<img src=x').waitFor();
      expect(await page.locator('img[src=x]').count()).to.equal(0);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(
          await page.evaluate('document.scrollingElement.scrollWidth <= innerWidth'),
          `${width} px`,
        ).to.equal(true);
      }
      const given = await value();
      expect(String(given['<img src=x onerror=alert(1)>'])).to.have.length(10_000);
    });
  });
});
