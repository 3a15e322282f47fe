import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { lookAt } from '../../../shell-ui/test/accessibility.ts';
import { signIn, startBrowser, type TestBrowser } from '../../../shell-ui/test/browser.ts';
import { type Platform, startPlatform } from '../../../shell-ui/test/platform.ts';

const MINIMAL = join(import.meta.dirname, '../../../config/minimal.yaml');

describe('the pages of security incidents in the browser', () => {
  let platform: Platform;
  let browser: TestBrowser;
  let folder: string;

  before(async function () {
    this.timeout(300_000);
    folder = mkdtempSync(join(tmpdir(), 'datawave-incidents-page-'));
    const config = join(folder, 'incidents.yaml');
    const plugins = [
      'identity: {}',
      'security-monitor: { config: { watchAfterSeconds: 0.1, bruteForce: { failures: 3 } } }',
    ];
    writeFileSync(
      config,
      `extends: ${JSON.stringify(MINIMAL)}\nplugins:\n${plugins.map((line) => `  "@datawave/plugin-${line.replace(':', '":')}\n`).join('')}`,
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

  for (const width of [1440, 390]) {
    it(`say what is watched, what happened, what to do and what was done, ${width} px wide`, async function () {
      this.timeout(120_000);
      await browser.context.clearCookies();
      const { page, faults } = await browser.open(`${platform.url}/security-incidents?status=any`, width);
      const found: string[] = [];
      const look = async (name: string): Promise<void> => {
        await lookAt(page, found);
        const pictures = process.env['DATAWAVE_PICTURES'];
        if (pictures !== undefined)
          await page.screenshot({ path: join(pictures, `${name}-${width}.png`), fullPage: true });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(over, name).to.be.at.most(0);
      };
      await signIn(page, platform.password);
      await page.getByRole('heading', { name: 'Security incidents', level: 1 }).waitFor();
      await page.getByText('Nobody has said where addresses are').waitFor();
      if (width === 1440) await page.getByText('No incident fits').waitFor();
      await look('list-first');

      const name = `stranger-${width}`;
      for (let index = 0; index < 3; index++)
        await fetch(`${platform.url}/api/v1/auth/login`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ username: width === 1440 ? 'admin' : name, password: 'wrong' }),
        });
      const subject = width === 1440 ? 'admin' : 'a name that nobody has';
      const link = page.getByRole('link', { name: new RegExp(`Brute force: ${subject}`) });
      // The list brings itself up to date.
      await link.first().waitFor();
      await look('list');
      await link.first().click();
      await page.getByRole('heading', { name: new RegExp(`Brute force: ${subject}`), level: 1 }).waitFor();
      await page.getByText('Sign-in failed').first().waitFor();
      await page.getByRole('heading', { name: 'Playbook' }).waitFor();
      await look('incident');

      await page.getByRole('button', { name: 'Take over' }).click();
      await page.getByText('Taken over', { exact: true }).waitFor();
      if (width === 1440) {
        await page.getByRole('button', { name: /^Lock account.*: admin$/ }).click();
        await look('lock-dialog');
        await page.getByRole('button', { name: 'Lock account', exact: true }).click();
        await page.getByRole('alert').getByText('is not locked').waitFor();
      }
      const step = page.getByRole('checkbox').first();
      await step.check();
      await page.getByText('1 of 9 steps are done').first().waitFor();
      await page.getByText('Step 1.1 is done').waitFor();
      const hostile = '<img src=x onerror="document.title=1">';
      await page.getByLabel('What others should know').fill(hostile);
      await page.getByRole('button', { name: 'Add comment' }).click();
      await page.getByText(hostile).waitFor();
      expect(await page.locator('img[src=x]').count()).to.equal(0);
      await page.getByRole('heading', { name: 'Who and from where' }).waitFor();
      await look('worked-on');
      expect(
        await page.getByRole('link', { name: 'This incident in the audit trail' }).count(),
      ).to.be.at.most(1);
      await page.getByRole('button', { name: 'Dismiss', exact: true }).click();
      await page.getByRole('button', { name: 'Dismiss', exact: true }).last().click();
      await page.getByText('Nothing is closed without a reason.').waitFor();
      await look('close-dialog');
      await page.getByLabel('Why it is none').fill('A test of ours.');
      await page.getByRole('button', { name: 'Dismiss', exact: true }).last().click();
      await page.getByText('Dismissed', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Open again' }).waitFor();
      await look('closed');
      await page.goto(`${platform.url}/security-incidents`);
      await page.getByText('Nothing needs attention').waitFor();
      await look('empty');
      expect({ found, faults }).to.deep.equal({ found: [], faults: [] });
      await page.close();
    });
  }
});
