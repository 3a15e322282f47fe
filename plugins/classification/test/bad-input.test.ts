import type { Classifier, ColumnVerdict, Logger } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { shippedClassifiers } from '../eval/shipped-classifiers.ts';
import { createClassification } from '../src/classification.ts';
import { loadModel, SHIPPED_MODEL } from '../src/model/load-model.ts';

const silent = (): void => undefined;
const log: Logger = {
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  child: () => log,
};

const MAILS = ['anna.m@example.com', 'b.jones@mail.org', 'carla@firma.de', 'd_e@x.co.uk', 'eva.k@uni.edu'];

type Written = readonly [how: string, column: string, values: readonly (string | null)[], infoType: string];

/** What stands in columns of the world, and what it is all the same. */
const WRITTEN: readonly Written[] = [
  ['padded', 'email', MAILS.map((mail) => `   ${mail}\t `), 'EMAIL_ADDRESS'],
  ['with hard spaces around it', 'email', MAILS.map((mail) => `\u00a0${mail}\u00a0`), 'EMAIL_ADDRESS'],
  ['in quotation marks', 'email', MAILS.map((mail) => `"${mail}"`), 'EMAIL_ADDRESS'],
  ['with zero width between', 'email', MAILS.map((mail) => [...mail].join('\u200b')), 'EMAIL_ADDRESS'],
  ['with marks of direction', 'email', MAILS.map((mail) => `\u202a${mail}\u202c`), 'EMAIL_ADDRESS'],
  [
    'in full width',
    'メール',
    MAILS.map((mail) => mail.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))),
    'EMAIL_ADDRESS',
  ],
  ['masked', 'email', ['a***@example.com', 'b*****s@mail.org', 'c***a@firma.de'], 'EMAIL_ADDRESS'],
  [
    'between nulls',
    'email',
    [...Array.from({ length: 200 }, () => null), ...MAILS.slice(0, 2)],
    'EMAIL_ADDRESS',
  ],
  ['masked but for the end', 'ssn', ['***-**-4399', '***-**-7694', '***-**-3312'], 'US_SSN'],
  ['one value over and over', 'ssn', Array.from({ length: 50 }, () => '536-90-4399'), 'US_SSN'],
  ['stored as a decimal', 'zip', ['10115.0', '80331.0', '20095.0', '1067.0'], 'POSTAL_CODE'],
  ['stored as a decimal', 'phone', ['4930123456789.0', '491712345678.0', '33612345678.0'], 'PHONE_NUMBER'],
  ['in Arabic digits', 'الهاتف', ['٠١٢٣٤٥٦٧٨٩', '٠٩٨٧٦٥٤٣٢١', '٠١١٢٢٣٣٤٤٥'], 'PHONE_NUMBER'],
  ['from right to left', 'الاسم', ['محمد أحمد', 'فاطمة علي', 'عمر حسن', 'ليلى محمود'], 'PERSON_NAME'],
  [
    'in several scripts and orders',
    'customer_name',
    ['SMITH, JOHN', 'doe jane', 'Müller, Jürgen', '佐藤 太郎', 'Иван Петров'],
    'PERSON_NAME',
  ],
  ['between dates that are none', 'dob', ['1979-04-12', '0000-00-00', '1986-09-30'], 'DATE_OF_BIRTH'],
  ['in small letters', 'konto', ['de89 3704 0044 0532 0130 00', 'gb82 west 1234 5698 7654 32'], 'IBAN'],
];

/** What is nothing, whatever its column is called. */
const NOTHING: readonly (readonly [what: string, column: string, values: readonly (string | null)[]])[] = [
  ['nulls', 'email', [null, null, null]],
  ['blanks and placeholders', 'ssn', ['', ' ', 'n/a', '-', '\u200b']],
  ['emoji', 'reaction', ['😀', '🎉', '❤️', '👍🏽', '👩‍👩‍👧']],
  ['single signs', 'x', ['?', '!', '*', '•', '\u202e']],
];

describe('columns as they come', function () {
  this.timeout(120_000);
  let classifiers: readonly Classifier[] = [];
  before(async () => {
    classifiers = await shippedClassifiers();
  });
  const classify = async (
    model: ReturnType<typeof loadModel> | null,
    name: string,
    values: readonly (string | null)[],
  ): Promise<ColumnVerdict | undefined> => {
    const service = createClassification({ classifiers: () => classifiers, model: () => model, log });
    return (await service.classify(buildSample('t', [{ name, values }]), { minConfidence: 0.5 }))[0];
  };

  for (const [by, load] of [
    ['with the model', () => loadModel(SHIPPED_MODEL)],
    ['by the rules alone', () => null],
  ] as const) {
    it(`are what they are however it is written, ${by}`, async () => {
      const wrong: string[] = [];
      const model = load();
      for (const [how, column, values, infoType] of WRITTEN) {
        const found = (await classify(model, column, values))?.classifications[0];
        if (found?.infoType !== infoType) wrong.push(`${infoType} ${how}: ${found?.infoType ?? 'nothing'}`);
      }
      expect(wrong).to.deep.equal([]);
    });

    it(`are nothing where nothing stands in them, ${by}`, async () => {
      for (const [what, column, values] of NOTHING) {
        const verdict = await classify(load(), column, values);
        expect([verdict?.classifications, verdict?.review], what).to.deep.equal([[], null]);
      }
    });
  }
});
