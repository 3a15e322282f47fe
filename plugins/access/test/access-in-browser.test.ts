import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lookAt } from '../../../shell-ui/test/accessibility.ts';
import { signIn, startBrowser, type TestBrowser } from '../../../shell-ui/test/browser.ts';
import { type Platform, startPlatform } from '../../../shell-ui/test/platform.ts';

const MINIMAL = join(import.meta.dirname, '../../../config/minimal.yaml');

describe('access in the browser', () => {
  let platform: Platform;
  let browser: TestBrowser;
  let folder: string;

  before(async function () {
    this.timeout(300_000);
    folder = mkdtempSync(join(tmpdir(), 'datawave-access-pages-'));
    const config = join(folder, 'access.yaml');
    const plugins = ['identity', 'access', 'demo'].map((id) => `  "@datawave/plugin-${id}": {}\n`);
    writeFileSync(config, `extends: ${JSON.stringify(MINIMAL)}\nplugins:\n${plugins.join('')}`);
    platform = await startPlatform({ config });
    browser = await startBrowser(this);
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  /** What a request from the page itself is answered. */
  const call = (page: Page, method: string, path: string, body?: object): Promise<unknown> =>
    page.evaluate(
      async (asked) => {
        const session: unknown = await (await fetch('/api/v1/auth/session')).json();
        const answer = await fetch(`/api/v1${asked.path}`, {
          method: asked.method,
          headers: {
            'content-type': 'application/json',
            'x-csrf-token': String(Reflect.get(Object(session), 'csrfToken')),
          },
          ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
        });
        const read: unknown = await answer.json();
        if (!answer.ok) throw new Error(`${asked.path}: ${JSON.stringify(read)}`);
        return read;
      },
      { method, path, body },
    );

  it('leads from a new role and a policy to why somebody may not see an asset', async function () {
    this.timeout(120_000);
    await browser.context.clearCookies();
    const { page, faults } = await browser.open(`${platform.url}/access`);
    const found: string[] = [];
    await signIn(page, platform.password);
    await page.getByRole('heading', { name: 'Access', level: 1 }).waitFor();
    await page.getByText('Compliance officer').waitFor();
    await lookAt(page, found);

    const role = `Data owner`;
    await page.getByRole('link', { name: 'Add role' }).click();
    await page.getByLabel('Name', { exact: true }).fill(role);
    await page.getByLabel('Viewer', { exact: true }).check();
    await page.getByLabel('Search permissions').fill('whose assets are');
    await page.getByLabel('Say whose assets are').check();
    await lookAt(page, found);
    await page.getByRole('button', { name: 'Add role' }).click();
    await page.getByRole('heading', { name: role, level: 1 }).waitFor();
    await page.getByText('catalog:write').waitFor();
    await page.getByText('from viewer').first().waitFor();
    await lookAt(page, found);

    await page.goto(`${platform.url}/access/assignments`);
    await page.getByRole('button', { name: 'Give a role' }).click();
    await page.getByLabel('Role', { exact: true }).last().selectOption(role);
    await page.getByLabel('Who', { exact: true }).fill('Nobody known');
    await page.getByRole('button', { name: 'Give', exact: true }).click();
    await page.getByText('“Nobody known” is nobody’s name here').waitFor();
    await page.getByLabel('Who', { exact: true }).fill(`service:loader`);
    await page.getByRole('button', { name: 'Give', exact: true }).click();
    await page.getByRole('gridcell', { name: `service:loader`, exact: true }).waitFor();
    await page.getByText('by Administrator (admin)').waitFor();
    await lookAt(page, found);

    await page.goto(`${platform.url}/access/policies/new`);
    await page.getByLabel('Name', { exact: true }).fill(`Hushed`);
    await page.getByLabel('Search permissions').fill('catalog:read');
    await page.getByLabel('See assets and what their columns hold').check();
    await page.getByLabel(role, { exact: true }).check();
    await page.getByLabel('Add a condition').selectOption('Sensitivity');
    await page.getByLabel('At least').selectOption('confidential');
    await page.getByLabel('Add a condition').selectOption('Tags');
    await page.getByLabel('One of', { exact: true }).fill(`Hush`);
    // Straight on from the field: what stands in it counts, and the button is still where it was.
    await page.getByRole('button', { name: 'Add policy' }).click();
    await page.getByRole('heading', { name: `Hushed`, level: 1 }).waitFor();
    const words = `where the sensitivity is confidential or higher and it is tagged hush`;
    await page.getByText(words).waitFor();
    await lookAt(page, found);
    await page.goto(`${platform.url}/access/policies`);
    await page.getByText(`W${words.slice(1)}`).waitFor();
    await lookAt(page, found);

    // The demonstration source is scanned while all that is done.
    let urn = '';
    while (urn === '') {
      const listed = await call(page, 'GET', '/assets?sensitivity=restricted&limit=1');
      const [first]: unknown[] = Object(Reflect.get(Object(listed), 'items'));
      urn = String(Reflect.get(Object(first), 'urn') ?? '');
    }
    await page.goto(`${platform.url}/assets/${encodeURIComponent(urn)}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Domain').fill('Sales');
    await page.getByLabel('Tags').fill(`hush, gold`);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: `hush` }).waitFor();
    await page.getByRole('tab', { name: 'Who can see this' }).click();
    await page.getByLabel('Who is told of').selectOption('Everybody');
    const loader = page.getByRole('region', { name: 'People and services' }).getByRole('listitem');
    await loader.filter({ hasText: `service:loader` }).getByText(`Denied by policy "Hushed".`).waitFor();
    await lookAt(page, found);
    await loader.getByRole('link', { name: `service:loader` }).click();
    await page.getByRole('heading', { name: 'Denied' }).waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: `Granted by the role Data owner, which inherits Viewer` })
      .waitFor();
    await page.getByRole('link', { name: `Hushed` }).waitFor();
    await page
      .getByText(`Because the sensitivity is confidential or higher and it is tagged hush.`)
      .waitFor();
    await lookAt(page, found);
    // Asked by what it is called, and not by an id.
    await page.goto(`${platform.url}/access/test`);
    await page.getByLabel('Who', { exact: true }).fill('service:loader');
    await page.getByRole('combobox', { name: 'May they' }).fill('whose assets are');
    await page.getByRole('option', { name: /whose assets are/i }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('heading', { name: 'Allowed' }).waitFor();
    expect(new URL(page.url()).searchParams.get('permission')).to.equal('catalog:write');
    await lookAt(page, found);
    await page.goto(`${platform.url}/assets?tag=hush&domain=sales`);
    await page.getByText('1 asset found', { exact: true }).waitFor({ state: 'attached' });
    expect([...found, ...faults]).to.deep.equal([]);
    await page.close();
  });

  it('has a role for a time asked for by one, approved by another and ended early', async function () {
    this.timeout(120_000);
    await browser.context.clearCookies();
    const admin = await browser.open(`${platform.url}/elevations`);
    await signIn(admin.page, platform.password);
    await admin.page.getByText('Nobody asked for a role').waitFor();
    const password = `a-good-one-${crypto.randomUUID()}`;
    await call(admin.page, 'POST', '/users', {
      username: 'eva',
      displayName: 'Eva Meier',
      password,
      roles: ['viewer'],
    });
    const found: string[] = [];
    await admin.page.goto(`${platform.url}/users`);
    await admin.page.getByRole('link', { name: /Eva Meier/ }).click();
    await admin.page.getByRole('tab', { name: 'Roles' }).click();
    await admin.page.getByText('None was given to the account in this way').waitFor();
    await lookAt(admin.page, found);
    await admin.page.getByRole('link', { name: 'Give a role' }).click();
    await admin.page.waitForFunction(() => {
      const page = document.querySelector('access-assignments-page') ?? null;
      const seek = (root: ParentNode): HTMLInputElement | null => {
        for (const one of root.querySelectorAll('*')) {
          if (one instanceof HTMLInputElement && one.id === 'holder') return one;
          const within = one.shadowRoot === null ? null : seek(one.shadowRoot);
          if (within !== null) return within;
        }
        return null;
      };
      return seek(page?.shadowRoot ?? document)?.value === 'Eva Meier (eva)';
    });
    // Nothing is chosen beforehand, least of all the role that may do everything.
    expect(await admin.page.getByLabel('Role', { exact: true }).last().inputValue()).to.equal('');
    await admin.page.getByLabel('Role', { exact: true }).last().selectOption('auditor');
    await admin.page.getByRole('button', { name: 'Give', exact: true }).click();
    await admin.page.getByRole('gridcell', { name: /^Eva Meier/ }).waitFor();
    await admin.page.goto(`${platform.url}/users`);
    // What was given in the workspace stands beside what the account holds everywhere.
    const eva = admin.page.getByRole('row').filter({ hasText: 'Eva Meier' });
    await eva.getByText('Viewer').waitFor();
    await eva.getByText('Auditor').waitFor();
    await admin.page.getByRole('link', { name: /Eva Meier/ }).click();
    await admin.page.getByRole('tab', { name: 'Roles' }).click();
    await admin.page.getByRole('link', { name: 'Auditor' }).waitFor();
    await lookAt(admin.page, found);
    await admin.page.goto(`${platform.url}/elevations`);
    const ask = async (path: string, body: object, token?: string): Promise<unknown> => {
      const headers = {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      const answer = await fetch(`${platform.url}/api/v1${path}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
      });
      const read: unknown = await answer.json();
      expect(answer.ok, JSON.stringify(read)).to.equal(true);
      return read;
    };
    const token = String(
      Reflect.get(Object(await ask('/auth/login', { username: 'eva', password })), 'accessToken'),
    );
    const listed = await fetch(`${platform.url}/api/v1/elevations/roles`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const offered: unknown = await listed.json();
    expect(Object(Reflect.get(Object(offered), 'items'))).to.deep.include({
      key: 'engineer',
      title: 'Engineer',
      description: 'Connects sources and runs scans.',
    });
    await ask('/elevations', { role: 'engineer', reason: 'The nightly load failed.', minutes: 60 }, token);
    await admin.page.reload();
    const entry = admin.page.getByRole('listitem').filter({ hasText: 'Eva Meier' });
    await entry.getByText('The nightly load failed.').waitFor();
    await lookAt(admin.page, found);
    await entry.getByLabel('Note to Eva Meier').fill('Be careful.');
    await entry.getByRole('button', { name: 'Approve' }).click();
    await entry.getByText('Be careful.').waitFor();
    await entry.getByText('by Administrator').waitFor();
    await entry.getByText('Runs until').waitFor();
    await lookAt(admin.page, found);
    await entry.getByRole('button', { name: 'End now' }).click();
    await admin.page.getByRole('button', { name: 'End now', exact: true }).last().click();
    await entry.getByText('Given back').waitFor();
    await admin.page.getByRole('button', { name: 'Ask for a role' }).click();
    await admin.page.locator('#role:focus').waitFor();
    await admin.page.getByLabel('Role', { exact: true }).selectOption('steward');
    await admin.page.getByLabel('Reason').fill('It is mine.');
    await admin.page.getByRole('button', { name: 'Ask', exact: true }).click();
    const own = admin.page.getByRole('listitem').filter({ hasText: 'It is mine.' });
    await own.getByRole('button', { name: 'Take back' }).waitFor();
    expect(await own.getByRole('button', { name: 'Approve' }).count()).to.equal(0);
    await lookAt(admin.page, found);
    expect([...found, ...admin.faults]).to.deep.equal([]);
  });

  it('fits a narrow screen', async function () {
    this.timeout(120_000);
    const { page, faults } = await browser.open(`${platform.url}/access`, 390);
    const found: string[] = [];
    await page.getByRole('link', { name: 'Data owner' }).waitFor();
    await lookAt(page, found);
    for (const [tab, shown] of [
      ['Who holds them', 'service:loader'],
      ['Policies', 'Hushed'],
      ['Elevation', 'Eva Meier'],
      ['Test', 'Who'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Access' }).getByRole('link', { name: tab }).click();
      await page.getByText(shown, { exact: true }).first().waitFor();
      await lookAt(page, found);
    }
    await page.goto(`${platform.url}/access/policies`);
    await page.getByRole('link', { name: 'Hushed' }).click();
    await page.getByText('where the sensitivity is confidential or higher').waitFor();
    await lookAt(page, found);
    expect([...found, ...faults]).to.deep.equal([]);
  });
});
