import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { ADMIN_PASSWORD, ServedIdentity } from './served-identity.ts';

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

describe('forged access tokens', function () {
  this.timeout(120_000);
  let served: ServedIdentity;
  let good: string;
  let header: Record<string, unknown>;
  let claims: Record<string, unknown>;
  let ownKey: KeyObject;
  const foreign = generateKeyPairSync('ed25519');

  before(async () => {
    served = await ServedIdentity.start();
    good = await served.tokenOf('admin', ADMIN_PASSWORD);
    const [first, second] = good.split('.');
    header = decode(first);
    claims = decode(second);
    // A key of which we have both halves, published beside the real one: to change one thing at a time in what is otherwise good.
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const kid = randomUUID();
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'EdDSA' };
    await served.query(
      `insert into identity.signing_keys (kid, public_key, retired_at) values ($1, $2, now())`,
      [kid, JSON.stringify(jwk)],
    );
    header = { ...header, kid };
    ownKey = privateKey;
    await served.call('GET', '/auth/keys');
  });
  after(() => served?.stop());

  const made = (head: object, body: object, key: KeyObject = ownKey): string => {
    const text = `${encode(head)}.${encode(body)}`;
    return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
  };
  const status = async (token: string): Promise<number> =>
    (await served.call('GET', '/account', { token })).status;
  const seconds = (): number => Math.floor(Date.now() / 1000);

  it('differ from a good one', async () => {
    expect(await status(good)).to.equal(200);
    expect(await status(made(header, { ...claims, jti: randomUUID() }))).to.equal(200);
  });

  it('without a signature, or with that of another algorithm, are none', async () => {
    for (const alg of ['none', 'None', 'NONE', 'nOnE', '', 'HS256', 'RS256', 'ES256', 'Ed448', null]) {
      const text = `${encode({ ...header, alg })}.${encode(claims)}`;
      const mac = createHmac('sha256', 'x').update(text).digest('base64url');
      const real = sign(null, Buffer.from(text), ownKey).toString('base64url');
      for (const signature of ['', mac, real, 'A'.repeat(86)])
        expect(await status(`${text}.${signature}`), `${alg} ${signature.slice(0, 4)}`).to.equal(401);
    }
  });

  it('signed with the published key as a secret are none', async () => {
    const { body } = await served.call('GET', '/auth/keys');
    const text = JSON.stringify(body);
    expect(text).not.to.contain('"d"');
    const keys = Array.isArray(body['keys']) ? body['keys'] : [];
    const { x } = keys[0];
    for (const secret of [x, Buffer.from(x, 'base64url'), JSON.stringify(keys[0])]) {
      const forged = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
      expect(
        await status(`${forged}.${createHmac('sha256', secret).update(forged).digest('base64url')}`),
      ).to.equal(401);
      expect(
        await status(`${forged}.${createHmac('sha512', secret).update(forged).digest('base64url')}`),
      ).to.equal(401);
    }
  });

  it('that bring their own key, or name one elsewhere, are none', async () => {
    const jwk = { ...foreign.publicKey.export({ format: 'jwk' }), kid: String(header['kid']) };
    for (const extra of [
      { jwk },
      { jku: 'http://127.0.0.1:1/keys' },
      { x5u: 'http://127.0.0.1:1/cert' },
      { x5c: ['AAAA'] },
      { crit: ['exp'], exp: seconds() + 60 },
      { b64: false, crit: ['b64'] },
    ])
      expect(
        await status(made({ ...header, ...extra }, claims, foreign.privateKey)),
        JSON.stringify(extra),
      ).to.equal(401);
  });

  it('whose key id plays tricks are none', async () => {
    for (const kid of [
      ...[
        '',
        '../../../../dev/null',
        '/dev/null',
        "' or '1'='1",
        `${String(header['kid'])}\0`,
        'signing-keys',
      ],
      ...[
        String(header['kid']).toUpperCase(),
        randomUUID(),
        '__proto__',
        'constructor',
        null,
        7,
        [header['kid']],
        {},
      ],
    ]) {
      const key = kid === String(header['kid']) ? ownKey : foreign.privateKey;
      expect(await status(made({ ...header, kid }, claims, key)), String(kid)).to.equal(401);
      expect(await status(made({ ...header, kid }, claims)), `${String(kid)}, own key`).to.equal(401);
    }
    const { kid: _, ...without } = header;
    expect(await status(made(without, claims))).to.equal(401);
  });

  it('of another type, issuer or audience are none', async () => {
    for (const typ of ['JWT', 'jwt', 'at', 'id+jwt', 'dpop+jwt', '', null])
      expect(await status(made({ ...header, typ }, claims)), String(typ)).to.equal(401);
    for (const changed of [
      ...[{ iss: 'urn:other' }, { iss: '' }, { iss: null }, { iss: [claims['iss']] }],
      ...[{ aud: 'urn:other' }, { aud: [] }, { aud: [claims['aud'], 'urn:other'] }, { aud: null }],
    ])
      expect(await status(made(header, { ...claims, ...changed })), JSON.stringify(changed)).to.equal(401);
  });

  it('that have expired, are not yet good, last too long or say nothing of it are none', async () => {
    for (const changed of [
      { exp: seconds() - 60 },
      { iat: seconds() + 600, exp: seconds() + 1200 },
      { nbf: seconds() + 600 },
      { iat: seconds() - 3600, exp: seconds() + 3600 },
      { exp: undefined },
      { iat: undefined },
      { jti: undefined },
      { exp: '9999999999' },
    ])
      expect(await status(made(header, { ...claims, ...changed })), JSON.stringify(changed)).to.equal(401);
  });

  it('for another person, session or none are none', async () => {
    for (const changed of [
      ...[{ sub: 'user:other' }, { sub: undefined }, { sub: ['user:admin'] }],
      ...[{ sid: randomUUID() }, { sid: undefined }, { sid: "' or true --" }, { sid: null }],
    ])
      expect(await status(made(header, { ...claims, ...changed })), JSON.stringify(changed)).to.equal(401);
  });

  it('that were changed anywhere are none', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(good.length - 1),
        fc.constantFrom('A', 'b', '_', '.', '-'),
        async (at, other) => {
          const bent = good.slice(0, at) + other + good.slice(at + 1);
          const [head, body, signature] = bent.split('.');
          // The last character of a part has bits that say nothing.
          const isSame =
            bent.split('.').length === 3 &&
            [head, body, signature].every((part, index) =>
              Buffer.from(part ?? '', 'base64url').equals(
                Buffer.from(good.split('.')[index] ?? '', 'base64url'),
              ),
            );
          if (!isSame) expect(await status(bent), bent).to.equal(401);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are refused whatever is sent as a token', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[!-~]{0,80}$/), async (text) => {
        expect(await status(text)).to.equal(401);
        expect(await status(`${text}.${text}.${text}`)).to.equal(401);
      }),
      { numRuns: 40 },
    );
  });

  it('are of no use once their key is withdrawn', async () => {
    const late = made(header, { ...claims, jti: randomUUID() });
    await served.query('delete from identity.signing_keys where kid = $1', [header['kid']]);
    await served.call('GET', '/auth/keys');
    expect(await status(late)).to.equal(401);
    expect(await status(await served.tokenOf('admin', ADMIN_PASSWORD))).to.equal(200);
  });

  it('do not outlive the key that signs, which is followed by another in time', async () => {
    await served.query(`update identity.signing_keys set created_at = now() - interval '1 year'`);
    await served.test.kernel.disable('identity');
    await served.test.kernel.enable('identity');
    const next = await served.tokenOf('admin', ADMIN_PASSWORD);
    expect(decode(next.split('.')[0])['kid']).not.to.equal(decode(good.split('.')[0])['kid']);
    expect(await status(next)).to.equal(200);
    expect(await status(good), 'what the former key has signed').to.equal(200);
    const { body } = await served.call('GET', '/auth/keys');
    expect(body['keys']).to.have.length(2);
  });
});
