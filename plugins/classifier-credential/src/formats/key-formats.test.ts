import { expect } from 'chai';
import fc from 'fast-check';
import { makeKey, randomFrom } from '../../test/make-keys.ts';
import { compileFormat } from './compile.ts';
import { parseForm, patternOf } from './form.ts';
import type { KeyFormat } from './key-format.ts';
import { KEY_FORMATS } from './key-formats.ts';
import { createKeyIndex } from './key-index.ts';

const index = createKeyIndex(KEY_FORMATS);
const alone = KEY_FORMATS.filter((format) => format.keywords === undefined);
const beside = KEY_FORMATS.filter((format) => format.keywords !== undefined);
const seeds = fc.integer({ min: 1, max: 2 ** 31 });
const find = (format: KeyFormat, key: string) =>
  format.keywords === undefined ? index.find(key) : index.findNear(key, new Set(format.keywords));

const hex = (length: number, seed: number): string => {
  const random = randomFrom(seed);
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
};

/** Whether any form of any format that stands by itself takes the text: a mutation may be another vendor's key. */
const isKeyOfAnother = (text: string): boolean =>
  alone.some((format) =>
    format.forms.some((form) => new RegExp(`^(?:${patternOf(parseForm(form))})$`).test(text)),
  );

describe('key formats', () => {
  it('are at least 150, each with its own id and a source', () => {
    expect(KEY_FORMATS.length).to.be.at.least(150);
    expect(new Set(KEY_FORMATS.map((format) => format.id)).size).to.equal(KEY_FORMATS.length);
    for (const format of KEY_FORMATS) {
      expect(format.id).to.match(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(new URL(format.source).protocol, format.id).to.equal('https:');
      for (const keyword of format.keywords ?? []) expect(keyword, format.id).to.match(/^[a-z0-9]+$/);
    }
  });

  it('that stand by themselves are at least 150, too', () => {
    expect(alone.length).to.be.at.least(150);
  });

  it('serve running text: no anchors, and a text to look for first', () => {
    for (const form of KEY_FORMATS.flatMap((format) => compileFormat(format))) {
      expect(form.pattern, form.format.id).not.to.match(/(?<!\\)[\^$]/);
      expect(form.maxLength, form.format.id).to.be.at.least(form.minLength).and.below(4096);
      if (form.format.keywords === undefined)
        expect(form.literal.length + form.prefixes.length, form.format.id).to.be.above(0);
    }
  });

  for (const format of KEY_FORMATS) {
    it(`find generated keys: ${format.title} (${format.id})`, () => {
      fc.assert(
        fc.property(seeds, fc.constantFrom(...format.forms), (seed, form) => {
          const key = makeKey(format, form, randomFrom(seed));
          const found = find(format, key);
          expect(found?.isChecked, 'form and check digits').to.equal(true);
          // Some vendors share a form; then the first is named.
          if (format.keywords === undefined)
            expect(patterns(found?.format).some((pattern) => pattern.test(key))).to.equal(true);
        }),
        { numRuns: 12 },
      );
    });

    it(`pass over what is nearly a key: ${format.title} (${format.id})`, () => {
      fc.assert(
        fc.property(seeds, fc.constantFrom(...format.forms), (seed, form) => {
          const key = makeKey(format, form, randomFrom(seed));
          for (const near of [
            key.slice(0, 8),
            `${key} and more`,
            `${key}\u00e9`,
            `~${key}`,
            key.replace(/./g, 'a'),
          ]) {
            expect(find(format, near), 'too short, too long, or not random').to.equal(null);
          }
        }),
        { numRuns: 4 },
      );
    });
  }

  it('of one length only do not take a longer or shorter key', () => {
    for (const format of KEY_FORMATS) {
      for (const form of format.forms) {
        const [compiled] = compileFormat({ ...format, forms: [form] });
        if (compiled === undefined || compiled.minLength !== compiled.maxLength) continue;
        const key = makeKey(format, form, randomFrom(7));
        for (const near of [key.slice(0, -1), `${key}A`]) {
          const whole = new RegExp(`^(?:${compiled.pattern})$`);
          expect(whole.test(near), format.id).to.equal(false);
          if (format.keywords === undefined && !isKeyOfAnother(near))
            expect(index.find(near), format.id).to.equal(null);
        }
      }
    }
  });

  it('with check digits tell a key from one with another character', () => {
    const checked = KEY_FORMATS.filter(
      (format) => format.check !== undefined && format.check !== 'discord-user',
    );
    expect(checked.length).to.be.at.least(10);
    fc.assert(
      fc.property(seeds, fc.constantFrom(...checked), (seed, format) => {
        const random = randomFrom(seed);
        const key = makeKey(format, format.forms[0] ?? '', random);
        const at = Math.floor(key.length / 2);
        const other = key.charAt(at) === '2' ? '3' : '2';
        expect(index.find(key.slice(0, at) + other + key.slice(at + 1))?.isChecked ?? false).to.equal(false);
      }),
    );
  });

  it('with a keyword are passed over without it', () => {
    for (const format of beside) {
      const key = makeKey(format, format.forms[0] ?? '', randomFrom(3));
      if (isKeyOfAnother(key)) continue;
      expect(index.find(key), format.id).to.equal(null);
      expect(index.findNear(key, new Set(['unrelated'])), format.id).to.equal(null);
    }
  });

  it('find short keys that were drawn unluckily', () => {
    // Of twelve hexadecimal digits these hold three.
    expect(index.find('FLWSECK_TESTc7c7f7a3c377')?.format.id).to.equal('flutterwave-encryption-key');
    expect(index.find('FLWSECK_TEST000000000000')).to.equal(null);
  });

  it('take no hash that begins as keys do', () => {
    for (const format of alone)
      for (const form of compileFormat(format))
        for (const prefix of form.prefixes.filter((text) => /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(text)))
          for (const length of [32, 40, 56, 64, 96, 128]) {
            const rest = hex(length - prefix.length, length);
            const hash = prefix + (prefix === prefix.toLowerCase() ? rest : rest.toUpperCase());
            expect(index.find(hash), `${format.id}: ${hash}`).to.equal(null);
          }
  });

  // Chance alone brings forth a key with no check digits: 32 random bytes in Base64 have one of Azure's marks at its
  // place once in ten million times, and no other of these texts is a key more often.
  it('take no UUID, hash, colour, version, slug, image or date', () => {
    fc.assert(
      fc.property(seeds, fc.uuid(), (seed, uuid) => {
        for (const length of [6, 8, 32, 40, 56, 64, 96, 128]) {
          expect(index.find(hex(length, seed)), `${length} hexadecimal digits`).to.equal(null);
          expect(index.find(hex(length, seed).toUpperCase())).to.equal(null);
        }
        expect(index.find(uuid)).to.equal(null);
        expect(index.find(`#${hex(6, seed)}`)).to.equal(null);
        expect(index.find(`sha256:${hex(64, seed)}`)).to.equal(null);
        const random = randomFrom(seed);
        const bytes = Buffer.from(Array.from({ length: 300 }, () => Math.floor(random() * 256)));
        expect(index.find(bytes.toString('base64'))).to.equal(null);
        expect(index.find(`data:image/png;base64,${bytes.toString('base64')}`)).to.equal(null);
        expect(index.find(bytes.subarray(0, 16).toString('base64'))).to.equal(null);
        expect(index.find(bytes.subarray(0, 20).toString('base64'))).to.equal(null);
        expect(index.find(bytes.subarray(0, 32).toString('base64'))).to.equal(null);
      }),
      { numRuns: 50, examples: [[247_450_252, '00000000-0000-1000-8000-000000000000']] },
    );
    for (const text of [
      '1.2.3-beta.4+build.567',
      '2024-01-01T00:00:00.000Z',
      'how-to-build-a-house-in-10-days-and-live-in-it',
      'sk-learn-introduction-for-beginners-part-2',
      'pk_live_in_a_house_with_a_garden_and_a_dog',
      'key-takeaways-from-the-annual-conference-2024',
      'API-REFERENCE-MANUAL-VERSION-2',
      'https://hooks.slack.com/services/',
      'com.example.application.Main',
      'SKU-2021-0001-RED-LARGE-XXL',
      'patient.appointment.reminder.template',
      'GB29NWBK60161331926819',
      'urn:uuid:6f9619ff-8b86-d011-b42d-00cf4fc964ff',
      'arn:aws:iam::123456789012:user/Development/product_1234',
    ])
      expect(index.find(text), text).to.equal(null);
  });

  it('take no text made of words, whatever it starts with', () => {
    const words = fc.array(
      fc.constantFrom('live', 'test', 'key', 'pat', 'token', 'the', 'house', 'of', 'secret'),
      {
        minLength: 3,
        maxLength: 12,
      },
    );
    const prefixes = alone.flatMap((format) => compileFormat(format).flatMap((form) => form.prefixes));
    fc.assert(
      fc.property(
        fc.constantFrom(...prefixes),
        words,
        fc.constantFrom(' ', '. ', ', '),
        (prefix, list, joint) => {
          expect(index.find(prefix + list.join(joint))).to.equal(null);
        },
      ),
    );
  });
});

function patterns(format: KeyFormat | undefined): readonly RegExp[] {
  return (format?.forms ?? []).map((form) => new RegExp(`^(?:${patternOf(parseForm(form))})$`));
}
