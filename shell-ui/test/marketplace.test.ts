import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { accessibilityFaults } from './accessibility.ts';
import { loaded } from './browser.ts';
import { problem } from './fixture/answer.ts';
import type { Fixture } from './fixture/fixture-server.ts';
import { onFixturePages } from './fixture-page.ts';

describe('the marketplace', () => {
  let fixture: Fixture;
  let page: Page;

  onFixturePages({ stepMs: 60_000, isSignedIn: true }, (opened) => {
    ({ fixture, page } = opened);
  });
  const look = async (): Promise<void> => {
    await loaded(page);
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await accessibilityFaults(page), `${width} px`).to.deep.equal([]);
    }
  };
  const open = async (path: string): Promise<void> => {
    await page.goto(fixture.url + path);
  };

  it('finds plugins by word and kind, and says which registry could not be asked', async () => {
    fixture.api.marketplace.failed = [{ registry: 'private', reason: 'it did not answer' }];
    await open('/marketplace');
    await page.getByRole('heading', { name: 'Notes' }).waitFor();
    await page.getByText('The registry “private” could not be asked').waitFor();
    await page.getByText('it did not answer').waitFor();
    await page.getByText('It sends what it reads elsewhere.').waitFor();
    await look();
    await page.getByLabel('Kind').selectOption('Connectors');
    await page.getByRole('heading', { name: 'Notes' }).waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Rows' }).waitFor();
    await page.getByRole('searchbox').fill('nothing like it');
    await page.getByText('No plugin matches').waitFor();
  });

  it('shows what a plugin says of itself as text, whatever is written into it, and what its registry knows', async () => {
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(new URL(request.url()).host));
    await open('/marketplace');
    await page.getByRole('link', { name: 'Notes', exact: true }).click();
    await page.getByRole('heading', { name: 'Notes', level: 1 }).waitFor();
    await page.getByText(`<img src=x onerror="document.title='run'">`).waitFor();
    const outside = page.getByRole('link', { name: 'its site' });
    expect(await outside.getAttribute('rel')).to.equal('noopener noreferrer nofollow');
    // Neither the pages of the platform nor scripts are linked by a stranger.
    expect(await page.locator('.markdown a').count()).to.equal(1);
    expect(await page.locator('.markdown').getByText('[a picture]').count()).to.equal(1);
    expect(await page.locator('.markdown code', { hasText: 'code < b' }).count()).to.equal(1);
    await page.getByText('It is like “note”.').waitFor();
    await page.getByText('https://git.example.com/acme/notes').waitFor();
    await page.getByText('Its publisher says so; it is verified').waitFor();
    await look();
    await page.getByRole('tab', { name: 'Releases' }).click();
    await page.getByText('It loses notes.').waitFor();
    await look();
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.getByText('Notes may be long.').waitFor();
    await page.getByRole('tab', { name: /Reviews/ }).click();
    await page.getByText('Does <what> it says.').waitFor();
    expect(await page.title()).to.equal('Notes · DataWave');
    expect(new Set(fetched)).to.deep.equal(new Set([new URL(fixture.url).host]));
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await page.getByRole('heading', { name: 'Install Notes', level: 1 }).waitFor();
  });

  it('shows what a plugin asks for before anything is done, installs it, and says what came of it', async () => {
    await open('/marketplace');
    await page.getByRole('button', { name: 'Install Notes' }).click();
    await page.getByRole('heading', { name: 'Install Notes', level: 1 }).waitFor();
    for (const asked of [
      'It asks for more than was granted so far',
      'Reaches *.example.com:443 over the network',
      'Keeps data in tables of its own',
      'Is given the secrets api-key',
      'Its pages ask for GET /assets/*, in the name of whoever looks at them',
      'In a process of its own, without a network',
      'It has no network but through the platform.',
      'https://git.example.com/acme/notes',
      '0123456789abcdef0123456789abcdef01234567',
      '0002_threads',
    ])
      await page.getByText(asked).first().waitFor();
    await look();
    await page.getByRole('button', { name: 'Install Notes' }).click();
    await page.getByText('Being applied', { exact: true }).waitFor();
    await page.getByText('The platform runs with it.').waitFor();
    await open('/marketplace?tab=installed');
    await page.getByRole('cell', { name: '@acme/datawave-notes', exact: true }).waitFor();
    await look();
  });

  it('marks what an update asks for beside what was granted, and says that it was taken back', async () => {
    fixture.api.marketplace.installed = '1.0.0';
    fixture.api.marketplace.outcome = 'rolled-back';
    const values = { plugin: '@acme/datawave-notes', migrations: '0002_threads' };
    fixture.api.marketplace.notices = [{ code: 'no-way-back', values, text: 'In English.' }];
    await open('/marketplace');
    await page.getByRole('button', { name: 'Update Notes' }).click();
    await page.getByRole('heading', { name: 'Update Notes', level: 1 }).waitFor();
    const fresh = page.locator('ul.asked > li').filter({ hasText: 'new' });
    expect(await fresh.allInnerTexts()).to.have.length(1);
    await page.getByText('There is no way back to the version before').waitFor();
    await page.getByText('Closed by 0002_threads').waitFor();
    expect((await fresh.innerText()).replaceAll(/\s+/g, ' ')).to.contain('*.example.com:443');
    await page.getByRole('button', { name: 'Update Notes' }).click();
    await page.getByText('It was taken back').waitFor();
    await page.getByText('The plugins are as they were before.').waitFor();
    await look();
  });

  it('takes a package from a file by the keyboard or dropped, says what stands against it, and leads to the plan', async () => {
    const { marketplace } = fixture.api;
    const file = (name: string, size = 20) => ({
      ...{ name, mimeType: 'application/octet-stream', buffer: Buffer.alloc(size, 'x') },
    });
    await open('/marketplace?tab=file');
    await page.getByText('A package can be up to 50 kB, a bundle up to 200 kB.').waitFor();
    await look();
    const input = page.locator('shell-upload-package input[type=file]');
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose a file' }).focus();
    await page.keyboard.press('Enter');
    await (await choosing).setFiles(file('notes.zip'));
    await page.getByText('It is neither a package (.tgz) nor a bundle (.dwbundle).').waitFor();
    await input.setInputFiles(file('notes.tgz', 60_000));
    await page.getByText('It has 60 kB, and 50 kB at most are taken here.').waitFor();
    // While it is on its way, one may think otherwise.
    await page.route('**/plugin-changes/packages', () => undefined);
    await input.setInputFiles(file('notes.tgz'));
    await page.getByText('The file is being sent.').waitFor();
    await page.getByRole('progressbar', { name: 'Sending notes.tgz' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Choose a file' }).waitFor();
    await page.unroute('**/plugin-changes/packages');
    marketplace.refusal = problem(409, 'DW_PACKAGES_DOWNGRADE', 'It would go back.');
    await input.setInputFiles(file('notes.tgz'));
    await page.getByText('It would go back.').waitFor();
    await look();
    const meant = page.waitForRequest((request) => request.url().endsWith('allowDowngrade=true'));
    await page.getByRole('button', { name: 'The older version is meant' }).click();
    const headers = await (await meant).allHeaders();
    expect(headers['content-type']).to.equal('application/octet-stream');
    expect(headers['idempotency-key']).to.match(/^[0-9a-f-]{36}$/);
    expect(headers['x-csrf-token']).to.be.a('string');
    await page.getByText('It would go back.').waitFor();
    marketplace.refusal = null;
    await page.locator('shell-upload-package .drop').evaluate((place) => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'notes.dwbundle'));
      place.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await page.getByRole('heading', { name: 'Install Notes', level: 1 }).waitFor();
  });

  it('removes what is installed, and says what becomes of its data', async () => {
    fixture.api.marketplace.installed = '1.1.0';
    await open('/marketplace?tab=installed');
    await page.getByRole('button', { name: 'Remove @acme/datawave-notes' }).click();
    await page.getByText('Its data stays, and is there again when it is installed once more.').waitFor();
    await page.getByRole('button', { name: 'Remove Notes' }).click();
    await page.getByText('The platform runs with it.').waitFor();
    await open('/marketplace?tab=installed');
    await page.getByText('Nothing is installed yet').waitFor();
  });
});
