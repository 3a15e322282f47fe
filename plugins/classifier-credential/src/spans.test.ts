import { expect } from 'chai';
import { makeKey, randomFrom } from '../test/make-keys.ts';
import { compileFormat } from './formats/compile.ts';
import type { KeyFormat } from './formats/key-format.ts';
import { KEY_FORMATS } from './formats/key-formats.ts';
import { createCredentialSpans } from './spans.ts';

const { rules } = createCredentialSpans();

const SIGNS: Readonly<Record<string, RegExp>> = { digit: /\d/, upper: /[A-Z]/, lower: /[a-z]/ };
const signsIn = (classes: string): readonly RegExp[] =>
  classes.split(' ').flatMap((name) => (name === '' ? [] : [SIGNS[name] ?? new RegExp(`\\${name}`)]));

/** Runs the rules without labels over a whole text, and those with labels from each label on, as free-text detection does. */
function find(text: string): readonly string[] {
  const found: string[] = [];
  for (const rule of rules) {
    const { literals, labels, requires = '', minLength = 0 } = rule.trigger;
    if (literals !== undefined && !literals.some((literal) => text.includes(literal))) continue;
    const starts = (labels ?? []).flatMap((label) => {
      const at = text.toLowerCase().search(new RegExp(`(?<![a-z])${label}\\s{0,2}[:=]`));
      return at < 0 ? [] : [at];
    });
    const stretches = labels === undefined ? [text] : starts.map((start) => text.slice(start));
    for (const stretch of stretches) {
      for (const match of stretch.matchAll(new RegExp(rule.pattern.source, `${rule.pattern.flags}g`))) {
        const value = match.groups?.['value'] ?? match[0];
        // What the trigger asks for, detection looks for before it runs the pattern.
        if (match[0].length < minLength || !signsIn(requires).every((sign) => sign.test(match[0]))) continue;
        if (rule.validate?.(value) ?? true) found.push(`${rule.infoType} ${value}`);
      }
    }
  }
  return [...new Set(found)];
}

/** A key as most are: of those whose letters and digits are drawn together, few have no digit. */
function keyWithDigits(format: KeyFormat, form: string, example: string, position: number): string {
  for (let seed = position + 5; ; seed += 100) {
    const key = makeKey(format, form, randomFrom(seed));
    if (/\d/.test(key) || !/\d/.test(example)) return key;
  }
}

describe('credentials in text', () => {
  for (const format of KEY_FORMATS.filter(({ keywords }) => keywords === undefined)) {
    it(`are found: ${format.title} (${format.id})`, () => {
      for (const [position, form] of format.forms.entries()) {
        const [compiled] = compileFormat({ ...format, forms: [form] });
        // A match is at most 1,024 characters long.
        if (compiled === undefined || compiled.maxLength > 1000) continue;
        const key = keyWithDigits(format, form, compiled.example, position);
        expect(find(`The deployment used ${key}, please rotate it.`), form).to.include(`API_KEY ${key}`);
        expect(find(`see "${key}".`), form).to.include(`API_KEY ${key}`);
      }
    });
  }

  it('are found after a label', () => {
    expect(find('login: admin, password: hunter2!')).to.deep.equal(['PASSWORD hunter2!']);
    expect(find('Passwort: geheim123')).to.deep.equal(['PASSWORD geheim123']);
    expect(find('secret=8f3kq0Zs71LmPq92XyTv')).to.deep.equal(['API_KEY 8f3kq0Zs71LmPq92XyTv']);
    expect(find('password: ********')).to.deep.equal([]);
    expect(find('password=${DB_PASSWORD}')).to.deep.equal([]);
    expect(find('key: value')).to.deep.equal([]);
  });

  it('are found as tokens, private keys, connections and hashes', () => {
    const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
    const claims = Buffer.from('{"sub":"1234567890"}').toString('base64url');
    const token = `${header}.${claims}.${'aB3dE5fG7hJ9'.repeat(3)}`;
    expect(find(`Authorization: Bearer ${token}`)).to.include(`JWT ${token}`);
    const begin = ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ');
    expect(find(`${begin}\nMIIE`)).to.deep.equal([`PRIVATE_KEY ${begin}`]);
    const url = ['postgres://app', ':s3cret@', 'db.example.com/app'].join('');
    expect(find(`connect to ${url}, then`)).to.deep.equal([`CONNECTION_STRING ${url}`]);
    const hash = ['$2b$', '12$', 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xYaB3dE5fG7hJ9kL1mN2pQ4'.slice(0, 53)].join(
      '',
    );
    expect(find(`hash ${hash} of the user`)).to.deep.equal([`PASSWORD_HASH ${hash}`]);
  });

  it('are not seen in ordinary text', () => {
    for (const text of [
      'Build 4f9c2d1e8b7a6f5e4d3c2b1a0f9e8d7c6b5a4f3e of 2024-01-01T10:00:00.000Z passed in 00:12:44.',
      'Trace 6f9619ff-8b86-d011-b42d-00cf4fc964ff at https://example.com/a/b/c?page=2&sort=asc took 12.5 ms.',
      'See /usr/local/lib/python3.12/site-packages/numpy/core/multiarray.py:1234 for the 3rd warning.',
      'Your password must have 8 characters: letters, digits and one of !$%.',
      'The key: a house is built in 10 days, how-to-build-a-house-in-10-days-and-live-in-it-2024.',
      'It costs $10.50 to $12.00, or 9$ a month; order 1Z999AA10123456784 is on its way.',
      'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 is the digest.',
    ])
      expect(find(text), text).to.deep.equal([]);
  });
});
