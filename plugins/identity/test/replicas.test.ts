import { randomUUID } from 'node:crypto';
import { coreServices } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { FRESH_MS } from '../src/sessions/proof-cache.ts';
import { SigningKeys } from '../src/sessions/signing-keys.ts';
import { ADMIN_PASSWORD, ServedIdentity } from './served-identity.ts';

const PASSWORD = 'walking slowly by the sea';

describe('two replicas', function () {
  this.timeout(120_000);
  let first: ServedIdentity;
  let second: ServedIdentity;

  before(async () => {
    first = await ServedIdentity.start();
    second = await ServedIdentity.start({ folder: first.folder });
    await first.makeUser('both', PASSWORD);
  });
  after(async () => {
    await second?.test.stop();
    await first?.stop();
  });

  it('know each other’s sessions and tokens', async () => {
    const token = await first.tokenOf('both', PASSWORD);
    const browser = await first.browse('both', PASSWORD);
    expect((await second.call('GET', '/account', { token })).status).to.equal(200);
    expect((await second.call('GET', '/account', { browser })).status).to.equal(200);
    const other = await second.tokenOf('both', PASSWORD);
    expect((await first.call('GET', '/account', { token: other })).status).to.equal(200);
  });

  /** Waits for it; how long that takes at most is what {@link FRESH_MS} says. */
  const isOver = async (replica: ServedIdentity, token: string): Promise<void> => {
    while ((await replica.call('GET', '/account', { token })).status !== 401)
      await new Promise((resolve) => setTimeout(resolve, 50));
  };

  it('see what the other has ended', async () => {
    const token = await first.tokenOf('both', PASSWORD);
    expect((await second.call('GET', '/account', { token })).status).to.equal(200);
    expect((await first.call('POST', '/auth/logout', { token })).status).to.equal(204);
    await isOver(second, token);
  });

  it('see it within five seconds even where nobody tells them', async () => {
    expect(FRESH_MS).to.be.lessThan(5_000);
    const token = await first.tokenOf('both', PASSWORD);
    expect((await second.call('GET', '/account', { token })).status).to.equal(200);
    await first.query(
      `update identity.sessions set revoked_at = now() where revoked_at is null and user_id <> 'user:admin'`,
    );
    await isOver(second, token);
  });

  it('let one of them use up a refresh token', async () => {
    const { body } = await first.login('both', PASSWORD);
    const use = (replica: ServedIdentity) =>
      replica.call('POST', '/auth/refresh', { body: { refreshToken: body['refreshToken'] } });
    const replies = await Promise.all([use(first), use(second)]);
    expect(replies.filter(({ status }) => status === 200)).to.have.length(1);
  });

  it('turn none of those away who come at once while the keys are being looked up', async () => {
    const { test } = second;
    const [header = ''] = (await first.tokenOf('both', PASSWORD)).split('.');
    const { kid }: { readonly kid: string } = JSON.parse(Buffer.from(header, 'base64url').toString());
    const storage = new Proxy(test.service(coreServices.storage), {
      get: (service, name) => (name === 'schema' ? 'identity' : Reflect.get(service, name)),
    });
    const vault = test.service(coreServices.vault);
    const fresh = new SigningKeys({ storage, vault, scope: () => test.scope(), keyDays: 30 });
    const found = await Promise.all(Array.from({ length: 5 }, () => fresh.verifier(kid)));
    expect(found.filter((key) => key === null)).to.have.length(0);
    expect(await fresh.verifier(randomUUID()), 'one that nobody made').to.equal(null);
  });

  it('sign with one key', async () => {
    await Promise.all([first.tokenOf('admin', ADMIN_PASSWORD), second.tokenOf('admin', ADMIN_PASSWORD)]);
    const { body } = await second.call('GET', '/auth/keys');
    expect(body['keys']).to.have.length(1);
  });
});
