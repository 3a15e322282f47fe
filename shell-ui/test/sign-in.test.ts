import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { lookAt } from './accessibility.ts';
import { signIn } from './browser.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { onFixturePages } from './fixture-page.ts';

const START = '/api/v1/auth/providers/portal/start';

describe('signing in', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 80, isSignedIn: false }, (opened) => {
    ({ fixture, page } = opened);
    fixture.waysToSignIn = {
      mailsResets: true,
      items: [
        { key: 'ldap', kind: 'password', title: 'Directory' },
        { key: 'portal', kind: 'redirect', title: 'Example Corporation', start: START },
      ],
    };
  });

  it('elsewhere begins with the page that was asked for, and comes back to it when nothing came of it', async () => {
    await page.goto(`${fixture.url}/assets?q=mail`);
    const started = page.waitForRequest((request) => request.url().includes(START));
    const found: string[] = [];
    await page.getByRole('button', { name: 'Sign in with Example Corporation' }).waitFor();
    await lookAt(page, found);
    expect(found).to.deep.equal([]);
    await page.getByRole('button', { name: 'Sign in with Example Corporation' }).click();
    const asked = new URL((await started).url());
    expect(asked.searchParams.get('returnTo')).to.equal('/assets?q=mail');

    await page.goto(`${fixture.url}/?sign-in-error=DW_AUTH_FAILED`);
    await page.getByText('Signing in there did not work.').waitFor();
    expect(page.url()).to.equal(`${fixture.url}/assets?q=mail`);
  });

  it('never leads to another site', async () => {
    for (const elsewhere of ['//evil.example/', 'https://evil.example/', '/\\\\evil.example/']) {
      await page.goto(fixture.url);
      await page.evaluate((to) => sessionStorage.setItem('dw.asked-for', to), elsewhere);
      await page.goto(`${fixture.url}/?sign-in-error=DW_AUTH_FAILED`);
      await page.getByText('Signing in there did not work.').waitFor();
      expect(new URL(page.url()).origin, elsewhere).to.equal(fixture.url);
    }
  });

  it('helps who has forgotten the password, with the same answer for every name', async () => {
    await page.goto(fixture.url);
    await page.getByRole('button', { name: 'Forgot password?' }).click();
    await page.getByLabel('User name').fill('mara');
    await page.keyboard.press('Enter');
    await page.getByText('If there is such an account').waitFor();
    expect(fixture.asksForLinks).to.deep.equal(['mara']);
    await page.getByRole('button', { name: 'Back to the sign-in' }).click();
    await page.getByLabel('Password', { exact: true }).waitFor();
  });

  it('offers no link by mail where no mail is sent', async () => {
    fixture.waysToSignIn = { items: [], mailsResets: false };
    await page.goto(fixture.url);
    await page.getByLabel('User name').waitFor();
    await page.waitForLoadState('networkidle');
    expect(await page.getByText('Forgot password?').count()).to.equal(0);
  });

  it('is asked for again where a request wants a recent one, which then goes on', async () => {
    fixture.waysToSignIn = null;
    await page.goto(`${fixture.url}/plugins`);
    await signIn(page, 'correct horse');
    fixture.isSignInOld = true;
    const entry = page.getByRole('listitem').filter({ hasText: '@datawave/plugin-compliance' });
    const disable = async (): Promise<void> => {
      await entry.getByRole('button', { name: 'Disable' }).click();
      await page.locator('dw-dialog').getByRole('button', { name: 'Disable' }).click();
      await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor();
    };
    const dialog = page.locator('shell-step-up');
    await disable();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('This asks for a recent sign-in.').first().waitFor();
    expect(fixture.api.disabled.size).to.equal(0);

    await disable();
    // The kernel's own administrator has no other way than to sign in anew.
    await dialog.getByLabel('User name').fill('admin');
    await dialog.getByLabel('Password').fill('wrong');
    await page.keyboard.press('Enter');
    await dialog.getByText('Wrong.').waitFor();
    await dialog.getByLabel('Password').fill('correct horse');
    await page.keyboard.press('Enter');
    const link = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Compliance' });
    await link.waitFor({ state: 'detached' });
    expect([...fixture.api.disabled]).to.have.length(1);
  });
});
