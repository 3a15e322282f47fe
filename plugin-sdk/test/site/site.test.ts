import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import { pagePolicy } from '../../../core/src/http/security-headers.ts';
import { accessibilityFaults } from '../../../shell-ui/test/accessibility.ts';
import { startWindows } from '../../../shell-ui/test/crawl.ts';
import { buildSite } from '../../scripts/site/build-site.ts';
import type { SiteFiles } from '../../scripts/site/check-links.ts';
import { smallModel } from './small-model.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const models = new Map([['@datawave/plugin-sdk', smallModel]]);

describe('the documentation as a site', function () {
  this.timeout(120_000);
  let files: SiteFiles;
  let folder: string;
  let browser: Browser | null = null;
  let server: Server | null = null;

  before(async () => {
    files = await buildSite(root, models);
    folder = await mkdtemp(join(tmpdir(), 'datawave-site-'));
    for (const [path, content] of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
  });
  after(async () => {
    await browser?.close();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const pageOf = (path: string): string => String(files.get(path) ?? '');

  it('is the same for the same repository, without a time or a place of this machine in it', async () => {
    const again = await buildSite(root, models);
    expect([...again.keys()]).to.deep.equal([...files.keys()]);
    for (const [path, content] of files) expect(again.get(path), path).to.deep.equal(content);
    for (const [path, content] of files)
      if (typeof content === 'string') expect(content, path).not.to.include(root);
  });

  it('says who provides what and who uses it, as the code has it', () => {
    expect(pageOf('reference/services.html'))
      .to.match(
        /id="catalog\.catalog"[\s\S]*?Provided by<\/dt><dd><a[^>]*>catalog<\/a>[\s\S]*?Used by<\/dt><dd>[^§]*?>scans<\/a>/,
      )
      .and.to.contain('id="core.http"');
    expect(pageOf('reference/hooks.html')).to.match(
      /id="catalog\.recording"[\s\S]*?waterfall, fail-closed[\s\S]*?Tapped by<\/dt><dd><a[^>]*>review/,
    );
    expect(pageOf('reference/extension-points.html')).to.match(
      /id="scanner\.connectors"[\s\S]*?>connector-postgres<\/a>/,
    );
    expect(pageOf('reference/slots.html')).to.match(/id="frame\.tools"[\s\S]*?&lt;notifications-bell&gt;/);
  });

  it('gives every error code with what it means, of kernel and plugins', () => {
    const errors = pageOf('reference/errors.html');
    expect(errors)
      .to.match(/id="DW_PLUGIN_CYCLE"/)
      .and.to.match(/id="DW_SOURCE_UNKNOWN"[\s\S]*?There is no source/);
    const codes = [...errors.matchAll(/<code id="(DW_[A-Z0-9_]+)/g)];
    const silent = errors.match(/The error itself says it/g) ?? [];
    expect(silent.length / codes.length / 2, 'share of codes that the sources say nothing of').to.be.below(
      0.1,
    );
  });

  it('shows declarations with their links, and codes with what they mean', () => {
    expect(pageOf('api/plugin.html'))
      .to.contain('<a href="#Plugin">Plugin</a>')
      .and.to.contain('id="Plugin.run"')
      .and.to.match(/href="\.\.\/reference\/errors\.html#DW_PLUGIN_CYCLE">DW_PLUGIN_CYCLE/)
      .and.to.contain('Deprecated.');
    expect(pageOf('reference/deprecations.html')).to.contain('plugin.html#old');
  });

  it('has no finding of axe, no line that runs sideways and no request to elsewhere, in both themes and widths, under the policy of pages', async function () {
    browser = await startWindows(this);
    const at = await listen();
    for (const [scheme, width, paths] of [
      ['light', 1440, ['index.html', 'tutorials/classifier.html', 'reference/services.html']],
      ['dark', 390, ['index.html', 'guides/storage.html', 'reference/slots.html', 'api/plugin.html']],
    ] as const) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('request', (request) => request.url().startsWith(at) || faults.push(request.url()));
      for (const path of paths) {
        await page.goto(`${at}${path}`);
        expect(await accessibilityFaults(page), `${path} ${scheme}`).to.deep.equal([]);
        expect(
          await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
          `${path} at ${width}`,
        ).to.equal(0);
      }
      expect(faults).to.deep.equal([]);
      await context.close();
    }
  });

  it('is searched by keyboard, keeps its theme and leads on, opened from files', async function () {
    browser ??= await startWindows(this);
    const page = await browser.newPage({ viewport: { width: 390, height: 900 }, colorScheme: 'light' });
    await page.goto(pathToFileURL(join(folder, 'index.html')).href);
    expect(await theme(page)).to.equal('light');
    await page.keyboard.press('/');
    await page.keyboard.type('scanner.connectors');
    await page
      .locator('#search-results [aria-selected=true]')
      .filter({ hasText: 'scanner.connectors' })
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/reference\/extension-points\.html#scanner\.connectors$/);
    await page.getByRole('button', { name: 'Dark theme' }).click();
    await page.getByRole('button', { name: 'Contents' }).click();
    expect(await page.evaluate('document.activeElement.textContent')).to.equal('Overview');
    await page.keyboard.press('Escape');
    expect(await page.evaluate('document.activeElement.id')).to.equal('menu');
    await page.getByRole('button', { name: 'Contents' }).click();
    await page.getByRole('navigation', { name: 'Contents' }).getByRole('link', { name: 'Hooks' }).click();
    await page.waitForURL(/reference\/hooks\.html$/);
    expect(await theme(page)).to.equal('dark');
    await page.keyboard.press('/');
    await page.keyboard.type('zzzz');
    await page.getByText('Nothing found.').waitFor();
    await page.close();
  });

  const theme = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.dataset.theme');

  /** Serves the site as the kernel does; answers its address. */
  async function listen(): Promise<string> {
    const types: Readonly<Record<string, string>> = {
      '.html': 'text/html',
      '.css': 'text/css',
      '.js': 'text/javascript',
      '.svg': 'image/svg+xml',
      '.woff2': 'font/woff2',
    };
    const listening = createServer((request, response) => {
      const path = (request.url ?? '/').slice(1);
      const content = files.get(path);
      if (content === undefined) return void response.writeHead(404).end();
      const policy = path.endsWith('.html') ? { 'content-security-policy': pagePolicy(String(content)) } : {};
      response
        .writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain', ...policy })
        .end(content);
    });
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`;
  }
});
