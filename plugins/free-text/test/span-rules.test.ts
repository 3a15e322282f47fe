import assert from 'node:assert/strict';
import { INFO_TYPES } from '@datawave/plugin-sdk';
import { createTextScanner } from '../src/detection.ts';
import { compileRules } from '../src/rules/compile-rules.ts';
import { shippedSpanRules } from './shipped-span-rules.ts';

/** Sentences and what the rules alone must find in them, in order. */
const SENTENCES: readonly (readonly [text: string, ...found: string[]])[] = [
  ['Write to jo.doe+news@mail.example.co.uk.', 'EMAIL_ADDRESS jo.doe+news@mail.example.co.uk'],
  [
    '<jürgen@example.de>, (x@y.example.org)',
    'EMAIL_ADDRESS jürgen@example.de',
    'EMAIL_ADDRESS x@y.example.org',
  ],
  [
    'Call +41 (0)44 668 18 00 or (212) 555-0187 x44 now.',
    'PHONE_NUMBER +41 (0)44 668 18 00',
    'PHONE_NUMBER (212) 555-0187 x44',
  ],
  ['212 555 0187 12 Mill Lane', 'PHONE_NUMBER 212 555 0187'],
  ['212 555 1187 212 555 1188', 'PHONE_NUMBER 212 555 1187', 'PHONE_NUMBER 212 555 1188'],
  ['Tel: 030 1234567', 'PHONE_NUMBER 030 1234567'],
  ['met her, 07929004452, at noon', 'PHONE_NUMBER 07929004452'],
  ['ssn#536904399 on file', 'US_SSN 536904399'],
  ['the visa card 4111-1111-1111-1111, please', 'CREDIT_CARD_NUMBER 4111-1111-1111-1111'],
  ['IBAN: GB82 WEST 1234 5698 7654 32.', 'IBAN GB82 WEST 1234 5698 7654 32'],
  ['my iban is gb82west12345698765432', 'IBAN gb82west12345698765432'],
  [
    'from 203.0.113.77 to 2001:db8::8a2e:370:7334',
    'IP_ADDRESS 203.0.113.77',
    'IP_ADDRESS 2001:db8::8a2e:370:7334',
  ],
  ['device 00:1B:44:11:3A:B7 joined', 'MAC_ADDRESS 00:1B:44:11:3A:B7'],
  [
    'See https://example.org/a?b=c, and www.example.com.',
    'URL https://example.org/a?b=c',
    'URL www.example.com',
  ],
  ['his social security number is 536-90-4399', 'US_SSN 536-90-4399'],
  ['login: wonderalice failed', 'USERNAME wonderalice'],
  ['cvv: 123', 'CREDIT_CARD_CVV 123'],
  ['the passport number is L8988901C', 'PASSPORT_NUMBER L8988901C'],
  // Nothing.
  ['Version 10.4.13.2 was released on 2024-03-01 at 10:20:30.'],
  ['retries 3/+135 200 in all, 122 946 539 7427 36 3 75'],
  ['at 07.08.2026 03:53:08 and 08/17/2026 03:53:08 the service stopped'],
  ['The order 4111111111111112 has shipped.'],
  ['the object gb82west12345698765432 is kept'],
  ['invoice 07929004452, build 07929004452-3, 107929004452 and ticket#07929004452'],
  ['It cost 1,234.56 and 12 000 000 in 1999 and 2004.'],
  ['e.g. this is it.is not a host, nor is file.txt'],
  ['a@b, @here, foo@localhost'],
  ['2024-05-01 12:00:01.123 INFO [worker-3] request 48213 took 15 ms'],
  ['550e8400-e29b-41d4-a716-446655440000 and #a1b2c3 and 0xdeadbeef'],
];

const index = compileRules(shippedSpanRules);
const scanner = createTextScanner({
  sets: () => shippedSpanRules,
  rules: () => index,
  model: () => ({ model: null, problem: null }),
});

describe('the span rules that plugins contribute', () => {
  for (const [text, ...expected] of SENTENCES) {
    it(`${expected.length === 0 ? 'find nothing' : `find ${expected.length}`} in: ${text}`, () => {
      assert.deepEqual(
        scanner
          .scan(text, 0, text.length, { minConfidence: 0.5 })
          .map((span) => `${span.infoType} ${text.slice(span.start, span.end)}`),
        expected,
      );
    });
  }

  it('have ids of their own, published types, sources, probabilities and sentences', () => {
    const published = new Set(INFO_TYPES.map((type) => type.id));
    const detectors = index.rules.map((rule) => rule.detector);
    assert.equal(new Set(detectors).size, detectors.length);
    for (const set of shippedSpanRules) assert.ok(set.sources.length > 0, set.id);
    for (const { rule, detector } of index.rules) {
      assert.ok(published.has(rule.infoType), `${detector}: ${rule.infoType}`);
      assert.ok(rule.probability > 0 && rule.probability < 1, detector);
      assert.match(rule.says, /^[a-z].* .*[^.]$/, detector);
      assert.ok(
        rule.needsContext !== true || (rule.context?.raise?.length ?? 0) > 0,
        `${detector} can never count`,
      );
    }
  });

  it('come to an end with what makes patterns go round in circles', () => {
    const seeds = [
      'a',
      '1',
      'A1',
      '1-',
      '1 ',
      '1.',
      'a.',
      'a@',
      'a@a.',
      '@',
      '::',
      ':a',
      'http://',
      '-',
      'a-',
      '(1',
      '= ',
      'a=',
      '\\',
      '"',
      'ü',
      '+1',
      'AB12',
    ];
    const texts = seeds.flatMap((seed) => [
      seed.repeat(2_000),
      `${seed.repeat(2_000)}!`,
      `password=${seed.repeat(2_000)}\u0000`,
    ]);
    for (const text of texts) scanner.scan(text, 0, text.length, { minConfidence: 0 });
  }).timeout(120_000);
});
