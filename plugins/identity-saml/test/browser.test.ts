import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { startBrowser, type TestBrowser } from '../../../shell-ui/test/browser.ts';
import { makeKeyPair, TestIdp } from './test-idp.ts';

describe('a browser at a SAML identity provider', function () {
  this.timeout(120_000);
  const keys = makeKeyPair();
  let test: TestKernel;
  let browser: TestBrowser;
  let provider: Server;

  before(async function () {
    browser = await startBrowser(this);
    // Another site than that of the platform, which browsers know as 127.0.0.1.
    provider = createServer((request, response) => {
      const url = `http://localhost${request.url ?? ''}`;
      answerPage(url).then(
        (html) => response.writeHead(200, { 'content-type': 'text/html' }).end(html),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    await new Promise<void>((resolve) => provider.listen(0, 'localhost', resolve));
    const address = provider.address();
    const port = typeof address === 'object' ? address?.port : 0;
    idp = new TestIdp(keys, `http://localhost:${port}/sso`);
    test = await createTestKernel({
      http: 'always',
      plugins: [
        { directory: join(import.meta.dirname, '../../identity'), config: {} },
        {
          directory: join(import.meta.dirname, '..'),
          config: {
            providers: [
              {
                ...{ key: 'site', title: 'Another site', entityId: 'urn:example:site' },
                ...{ issuer: idp.entityId, entryPoint: idp.entryPoint, certificates: [keys.certificate] },
              },
            ],
          },
        },
      ],
    });
  });
  after(async () => {
    await browser?.close();
    await test?.stop();
    if (provider !== undefined) await new Promise((resolve) => provider.close(resolve));
  });

  let idp = new TestIdp(keys);
  const at = (path: string): string => String(new URL(path, test.kernel.address ?? ''));

  /** A page that posts its answer by itself, as identity providers do. */
  const answerPage = async (url: string): Promise<string> => {
    const metadata = await (await fetch(at('/api/v1/saml/site/metadata'))).text();
    const { id, relayState } = await idp.readRequest(url, metadata);
    const recipient = at('/api/v1/auth/providers/site/callback');
    const expected = { requestId: id, recipient, audience: 'urn:example:site' };
    const response = await idp.respond(metadata, expected, { nameId: 'eva' });
    const field = (name: string, value: string): string =>
      `<input type="hidden" name="${name}" value="${value}">`;
    return `<!doctype html><form method="post" action="${recipient}">${field('SAMLResponse', response)}${field('RelayState', relayState)}</form><script>document.forms[0].submit()</script>`;
  };

  it('comes back signed in, though no cookie comes along with what that posts', async () => {
    const page = await browser.context.newPage();
    const posted = page.waitForRequest((request) => request.method() === 'POST');
    await page.goto(at('/api/v1/auth/providers/site/start?returnTo=/docs'));
    await page.waitForURL('**/docs');
    const headers = await (await posted).allHeaders();
    expect(headers['sec-fetch-site']).to.equal('cross-site');
    expect(headers).not.to.have.property('cookie');
    const cookies = await browser.context.cookies();
    expect(cookies.find(({ name }) => name === 'datawave_session')).to.include({
      sameSite: 'Strict',
      httpOnly: true,
    });
    await page.goto(at('/api/v1/account'));
    expect(await page.locator('body').innerText()).to.contain('"username":"eva"');
  });
});
