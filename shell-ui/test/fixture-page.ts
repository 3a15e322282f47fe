import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { buildUi } from '../scripts/build.ts';
import { startBrowser, type TestBrowser } from './browser.ts';
import { type Fixture, startFixture } from './fixture/fixture-server.ts';

/** A page of the shell with a server of its own behind it. */
export interface FixturePage {
  readonly fixture: Fixture;
  readonly page: Page;
  /** What went wrong so far; a test takes out what it has brought about. */
  readonly faults: string[];
}

/**
 * Registers what gives each test of a suite a page of its own, and holds the page to neither script errors nor violations of
 * the content security policy. `given` is told of each page before the test begins.
 */
export function onFixturePages(
  options: { readonly stepMs: number; readonly isSignedIn: boolean },
  given: (opened: FixturePage) => void,
): void {
  let browser: TestBrowser;
  let fixture: Fixture;
  let page: Page;
  let faults: string[];

  before(async function () {
    this.timeout(120_000);
    await buildUi();
    browser = await startBrowser(this);
  });
  after(() => browser?.close());

  beforeEach(async () => {
    fixture = await startFixture({ stepMs: options.stepMs });
    await browser.context.clearCookies();
    if (options.isSignedIn)
      await browser.context.request.post(`${fixture.url}/api/v1/auth/session`, {
        data: { username: 'admin', password: 'correct horse' },
      });
    ({ page, faults } = await browser.open(fixture.url));
    given({ fixture, page, faults });
  });
  afterEach(async () => {
    await page.close();
    await fixture.close();
    expect(faults, 'script errors and violations of the content security policy').to.deep.equal([]);
  });
}
