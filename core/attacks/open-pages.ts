import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const CANDIDATES = [
  process.env['DATAWAVE_CHROMIUM'],
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const PATIENCE_MS = 60_000;
/** Everything that a page shows or holds, also in what components keep to themselves, and in the fields of forms. */
const SHOWN = `(() => {
  const texts = [];
  const walk = (node) => {
    if (node.shadowRoot) walk(node.shadowRoot);
    for (const { name, value } of node.attributes ?? []) texts.push(name + '=' + value);
    if ('value' in node) texts.push(String(node.value));
    if (node.nodeType === Node.TEXT_NODE) texts.push(node.data);
    for (const child of node.childNodes) walk(child);
  };
  walk(document);
  texts.push(JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, location.href, JSON.stringify(history.state));
  return texts.join('\\n');
})()`;

/** Opens every page that the navigation leads to, and what each list leads to first, signed in as the administrator. Says what it did. */
export async function openAllPages(
  address: string,
  password: string,
  note: (where: string, text: string) => void,
): Promise<string> {
  const executablePath = CANDIDATES.find((path) => path !== undefined && existsSync(path));
  if (executablePath === undefined) return 'no browser: no page was opened';
  const browser = await chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('console', (message) => note('console of the browser', message.text()));
    page.on('pageerror', (error) => note('console of the browser', String(error.stack)));
    page.on('request', (request) => note('address of a request of the browser', request.url()));
    await page.goto(address);
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.locator('shell-side-nav').waitFor({ state: 'attached' });
    const opened = new Set<string>();
    const linksOf = async (): Promise<readonly string[]> =>
      page.evaluate(`(() => {
        const found = [];
        const walk = (node) => {
          if (node.shadowRoot) walk(node.shadowRoot);
          if (node.localName === 'a' && node.href) found.push(new URL(node.href).pathname);
          for (const child of node.childNodes) walk(child);
        };
        walk(document);
        return found.filter((path) => !path.startsWith('/api') && !path.startsWith('/docs'));
      })()`);
    const waiting = ['/', ...(await linksOf())];
    // Lists lead to more of the same: two of each kind are enough.
    const kinds = new Map<string, number>();
    for (let path = waiting.shift(); path !== undefined && opened.size < 60; path = waiting.shift()) {
      const kind = path
        .split('/')
        .slice(0, 3)
        .map((part, at) => (at === 2 ? '*' : part))
        .join('/');
      const seen = kinds.get(kind) ?? 0;
      if (opened.has(path) || seen >= 3) continue;
      opened.add(path);
      kinds.set(kind, seen + 1);
      await page.goto(address + path);
      await page.locator('shell-side-nav').waitFor({ state: 'attached' });
      // A page with live progress never lets the network rest.
      await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
      for (let turn = 0; turn < 200 && (await page.locator('dw-loading:visible').count()) > 0; turn += 1)
        await page.waitForTimeout(50);
      note(`page ${path}`, String(await page.evaluate(SHOWN)));
      waiting.push(...(await linksOf()));
    }
    return `${opened.size} pages opened in a browser`;
  } finally {
    await browser.close();
  }
}
