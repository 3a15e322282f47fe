import { expect } from 'chai';
import { generatePassword, PasswordHasher } from './password-hasher.ts';

describe('the hashing of passwords', () => {
  it('knows its own hashes, whatever Unicode form the keyboard sends', async () => {
    const hasher = new PasswordHasher(2);
    const hash = await hasher.hash('caf\u00e9 au lait');
    expect(hash).to.match(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(hash, 'cafe\u0301 au lait')).to.equal(true);
    expect(await hasher.verify(hash, 'cafe au lait')).to.equal(false);
    expect(await hasher.verify(null, 'café au lait')).to.equal(false);
    expect(hasher.isOutdated(hash)).to.equal(false);
    expect(hasher.isOutdated('$argon2id$v=19$m=4096,t=3,p=1$x$y')).to.equal(true);
  });

  it('does not let a flood pile up', async () => {
    const hasher = new PasswordHasher(1);
    const hash = await hasher.hash('a password');
    const outcomes = await Promise.allSettled(
      Array.from({ length: 80 }, () => hasher.verify(hash, 'another')),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).to.be.within(1, 20);
    expect(await hasher.verify(hash, 'a password'), 'goes on afterwards').to.equal(true);
  });

  it('keeps nobody out for good because the first who signed in came in a bad moment', async () => {
    const hasher = new PasswordHasher(1);
    const flood = Array.from({ length: 66 }, () => hasher.hash('a password').catch(() => 'refused'));
    const first = await hasher.verify(null, 'another').catch((error: unknown) => error);
    expect(first).to.have.property('code', 'DW_AUTH_BUSY');
    const [hash = ''] = await Promise.all(flood);
    expect(await hasher.verify(hash, 'a password')).to.equal(true);
  });

  it('makes passwords of 116 bits', () => {
    expect(generatePassword()).to.match(/^[a-zA-Z2-9]{20}$/);
  });
});
