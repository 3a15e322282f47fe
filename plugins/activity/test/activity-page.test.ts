import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lookAt } from '../../../shell-ui/test/accessibility.ts';
import { signIn, startBrowser, type TestBrowser } from '../../../shell-ui/test/browser.ts';
import { type Platform, startPlatform } from '../../../shell-ui/test/platform.ts';

const MINIMAL = join(import.meta.dirname, '../../../config/minimal.yaml');

describe('the page of activity in the browser', () => {
  let platform: Platform;
  let browser: TestBrowser;
  let folder: string;

  before(async function () {
    this.timeout(300_000);
    folder = mkdtempSync(join(tmpdir(), 'datawave-activity-page-'));
    const config = join(folder, 'activity.yaml');
    writeFileSync(
      config,
      `extends: ${JSON.stringify(MINIMAL)}\nplugins:\n  "@datawave/plugin-activity": {}\n`,
    );
    platform = await startPlatform({ config });
    browser = await startBrowser(this);
  });
  after(async function () {
    this.timeout(120_000);
    await browser?.close();
    await platform?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it('tells who did what, shows what it changed, verifies and exports', async function () {
    this.timeout(120_000);
    await browser.context.clearCookies();
    const { page, faults } = await browser.open(`${platform.url}/activity`, 1440);
    const found: string[] = [];
    const look = (): Promise<void> => lookAt(page, found);
    await signIn(page, platform.password);
    await page.getByRole('heading', { name: 'Activity', level: 1 }).waitFor();

    const title = 'Nightly watch';
    await page.evaluate(async (named) => {
      const field = async (answer: Promise<Response>, name: string): Promise<string> => {
        const body: unknown = await (await answer).json();
        return String(Reflect.get(Object(body), name));
      };
      const token = await field(fetch('/api/v1/auth/session'), 'csrfToken');
      const send = (method: string, path: string, body: object): Promise<Response> =>
        fetch(`/api/v1${path}`, {
          method,
          headers: { 'content-type': 'application/json', 'x-csrf-token': token },
          body: JSON.stringify(body),
        });
      const id = await field(send('POST', '/scan-rules', { title: named }), 'id');
      await send('PATCH', `/scan-rules/${id}`, { description: 'Every night.' });
    }, title);
    await page.getByLabel('Search', { exact: true }).fill(title);
    const entry = page.getByRole('button', { name: new RegExp(`updated scan rule ${title}`) });
    await entry.waitFor();
    await page.getByRole('button', { name: new RegExp(`created scan rule ${title}`) }).waitFor();
    await look();
    await entry.click();
    await page.getByRole('cell', { name: 'Every night.' }).waitFor();
    await look();

    await page.getByRole('link', { name: 'scan-rules.rule.updated' }).click();
    await page.getByLabel('Area').waitFor();
    expect(new URL(page.url()).searchParams.get('action')).to.equal('scan-rules.rule.updated');
    await page.getByLabel('Outcome').selectOption('denied');
    await page.getByText('Nothing was done').waitFor();
    await look();
    await page.getByRole('link', { name: 'Clear', exact: true }).click();

    // What is done meanwhile is counted, not moved in under whoever reads.
    const hostile = '<img src=x onerror=alert(1)>';
    await page.evaluate(async (named) => {
      const session: unknown = await (await fetch('/api/v1/auth/session')).json();
      await fetch('/api/v1/scan-rules', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-csrf-token': String(Reflect.get(Object(session), 'csrfToken')),
        },
        body: JSON.stringify({ title: named }),
      });
    }, hostile);
    await page.getByRole('button', { name: /new entr(?:y|ies)$/ }).click();
    await page.getByText(hostile).first().waitFor();
    expect(await page.locator('img[src=x]').count()).to.equal(0);
    await look();

    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('Intact.').waitFor();
    await look();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export CEF' }).click(),
    ]);
    expect(download.suggestedFilename()).to.equal('audit-events.cef');
    expect({ found, faults }).to.deep.equal({ found: [], faults: [] });
    await page.close();
  });
});
