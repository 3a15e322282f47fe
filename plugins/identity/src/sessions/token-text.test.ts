import { expect } from 'chai';
import fc from 'fast-check';
import {
  bearerToken,
  createToken,
  csrfTokenFor,
  isSame,
  isTokenShaped,
  readCookie,
  writeCookie,
} from './token-text.ts';

describe('tokens as text', () => {
  const purposes = ['browser', 'refresh', 'api', 'reset', 'known-browser'] as const;

  it('are told apart by what they are for', () => {
    for (const made of purposes) {
      const token = createToken(made);
      for (const asked of purposes)
        expect(isTokenShaped(token, asked), `${made} as ${asked}`).to.equal(made === asked);
    }
  });

  it('are nothing else, whatever is sent', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          fc.string().map((s) => `dwp_${s}`),
        ),
        (text) => {
          for (const purpose of purposes)
            if (isTokenShaped(text, purpose)) expect(text).to.match(/^dw[a-z]_[A-Za-z0-9_-]{43}$/);
        },
      ),
    );
    const token = createToken('api');
    for (const spoilt of [`${token} `, `${token}\n`, token.slice(1), `${token}A`, token.toUpperCase()])
      expect(isTokenShaped(spoilt, 'api'), spoilt).to.equal(false);
  });

  it('survive their header, and no other header does', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = bearerToken(text);
        if (found !== null) expect(text.slice(0, 7).toLowerCase()).to.equal('bearer ');
      }),
    );
    const token = createToken('api');
    expect(bearerToken(`Bearer ${token}`)).to.equal(token);
    expect(bearerToken(`bearer  ${token} `)).to.equal(token);
    expect(bearerToken(`Basic ${token}`)).to.equal(null);
    expect(bearerToken(undefined)).to.equal(null);
  });

  it('survive their cookie among any others', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,8}=[a-z0-9]{0,8}$/)),
        fc.boolean(),
        (others, isSecure) => {
          const token = createToken('browser');
          const own = writeCookie('session', token, 60, isSecure).split(';')[0] ?? '';
          expect(readCookie([...others, own].join('; '), 'session', isSecure)).to.equal(token);
          expect(readCookie(others.join('; '), 'session', isSecure)).to.equal(null);
        },
      ),
    );
  });

  it('of a cookie count by TLS with the prefix alone, which no other host can set', () => {
    const both = 'datawave_session=evil; __Host-datawave_session=good';
    expect(readCookie(both, 'session', true)).to.equal('good');
    expect(readCookie('datawave_session=evil', 'session', true)).to.equal(null);
    expect(readCookie('datawave_session=plain', 'session', false)).to.equal('plain');
  });

  it('stay out of reach of pages and of other sites', () => {
    expect(writeCookie('session', 'x', 60, true)).to.equal(
      '__Host-datawave_session=x; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure',
    );
    expect(writeCookie('session', '', 0, false)).to.equal(
      'datawave_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict',
    );
  });

  it('are compared whole', () => {
    const token = createToken('browser');
    expect(csrfTokenFor(token)).not.to.contain(token.slice(4));
    expect(isSame(csrfTokenFor(token), csrfTokenFor(token))).to.equal(true);
    expect(isSame('a', 'ab')).to.equal(false);
  });
});
