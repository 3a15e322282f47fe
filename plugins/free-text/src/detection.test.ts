import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Logger, TextDetectionService } from '@datawave/plugin-sdk';
import fc from 'fast-check';
import { plainSpans } from '../test/plain-spans.ts';
import { createTextDetection, createTextScanner } from './detection.ts';
import { lazyNameModel, SHIPPED_MODEL } from './names/load-model.ts';
import { compileRules } from './rules/compile-rules.ts';

const silent = (warnings: unknown[] = []): Logger => {
  const log: Logger = {
    trace: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: (...said) => void warnings.push(said),
    error: () => undefined,
    child: () => log,
  };
  return log;
};

function createDetection(model: URL = SHIPPED_MODEL, warnings: unknown[] = []): TextDetectionService {
  const rules = compileRules([plainSpans]);
  const parts = {
    sets: () => [plainSpans],
    rules: () => rules,
    model: lazyNameModel(model, silent(warnings)),
  };
  return createTextDetection(parts, createTextScanner(parts));
}

const detection = createDetection();
const found = async (text: string): Promise<readonly string[]> =>
  (await detection.detect(text)).spans.map((span) => `${span.infoType} ${text.slice(span.start, span.end)}`);

describe('free-text detection', () => {
  it('finds people, places and organisations by the words around them', async () => {
    assert.deepEqual(await found('My name is Karolina Brandt and I live in Rotterdam, Netherlands.'), [
      'PERSON_NAME Karolina Brandt',
      'CITY Rotterdam',
      'COUNTRY Netherlands',
    ]);
    assert.ok(
      (await found('Please contact Mr. Oluwaseun Adeyemi at Siemens.')).includes(
        'PERSON_NAME Oluwaseun Adeyemi',
      ),
    );
  });

  it('finds what rules describe, with offsets in the whole text', async () => {
    const text = `${'nothing to see here. '.repeat(100)}Write to jo@example.org, or call ++ 12345-X.`;
    const { spans } = await detection.detect(text, { infoTypes: ['EMAIL_ADDRESS'] });
    assert.deepEqual(
      spans.map((span) => text.slice(span.start, span.end)),
      ['jo@example.org'],
    );
  });

  it('lets go of the pieces of a text once, at its end, also where the look ends before', async () => {
    const compiled = compileRules([plainSpans]);
    let wiped = 0;
    const endText = (): void => {
      wiped++;
      compiled.barren.endText();
    };
    const rules = { ...compiled, barren: { ...compiled.barren, endText } };
    const parts = {
      sets: () => [plainSpans],
      rules: () => rules,
      model: () => ({ model: null, problem: null }),
    };
    const { detect } = createTextDetection(parts, createTextScanner(parts));
    const text = '[pool-3-thread-11] wrote to jo@example.org\n'.repeat(3_000);
    assert.equal((await detect(text)).spans.length, 3_000);
    assert.equal(wiped, 1);
    assert.ok((await detect(text, { maxSpans: 1 })).examined < text.length);
    assert.equal(wiped, 2);
  });

  it('explains each span in sentences that tell no value', async () => {
    const text = 'Ask Margarethe Vandenberghe of Utrecht at mv@example.org, badge B12345.';
    for (const span of (await detection.detect(text)).spans) {
      assert.ok(span.evidence.length > 0 && span.confidence >= 0.35 && span.confidence <= 1);
      for (const { detail } of span.evidence) {
        assert.match(detail, /\w+ \w+/);
        assert.ok(!detail.includes(text.slice(span.start, span.end)));
      }
    }
  });

  it('counts a match that needs context only where a word stands near', async () => {
    assert.deepEqual(await found('the badge is B12345 today'), ['PERSON_ID B12345']);
    assert.deepEqual(await found('the part is B12345 today'), []);
  });

  it('lets the name of a person end before a long number', async () => {
    for (const text of ['Lucy Fischer 01632960123', 'Please ask Lucy Fischer 01632960123 about it'])
      assert.deepEqual(await found(text), ['PERSON_NAME Lucy Fischer']);
  });

  it('reads values behind labels', async () => {
    assert.deepEqual(await found('retrying with db.secret_word = hunter22, please wait'), [
      'PASSWORD hunter22',
    ]);
  });

  it('settles overlaps by checks first, then by confidence, then by length', async () => {
    assert.deepEqual(await found('see https://example.org/jo@example.org/x'), [
      'EMAIL_ADDRESS jo@example.org',
    ]);
  });

  it('gives dates only when asked for', async () => {
    const text = 'Karolina Brandt left on 4 July 1962.';
    assert.ok(!(await found(text)).some((entry) => entry.startsWith('DATE')));
    const { spans } = await detection.detect(text, { infoTypes: ['DATE'] });
    assert.deepEqual(
      spans.map((span) => span.infoType),
      ['DATE'],
    );
  });

  it('ends after as many spans as asked for, and says so', async () => {
    const answer = await detection.detect('a@example.org b@example.org c@example.org', { maxSpans: 2 });
    assert.equal(answer.spans.length, 2);
    assert.equal(answer.warnings.length, 1);
    assert.ok(answer.examined < 41);
  });

  const fragments = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(
      'jo@example.org',
      'B12345',
      'badge ',
      'Dr. Eva Lindqvist',
      'in Toronto',
      '👩‍👩‍👧‍👦',
      'שלום',
      'مرحبا',
      '\u200b',
      '\ud800',
      '\udc00',
      'e\u0301',
      '\u202e',
      ' ',
      '\n',
      '. ',
      '张伟',
      '4111 1111 1111 1111',
      'secret_word=x9y8z7',
      '\u0000',
    ),
  );

  it('keeps offsets right whatever the text: sorted, apart, never out of it, each span still what its rule says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fragments, { maxLength: 24 }), async (parts) => {
        const text = parts.join('');
        const { spans, examined } = await detection.detect(text, { minConfidence: 0 });
        assert.equal(examined, text.length);
        let before = 0;
        for (const { start, end, infoType } of spans) {
          assert.ok(
            Number.isInteger(start) &&
              Number.isInteger(end) &&
              start >= before &&
              end > start &&
              end <= text.length,
          );
          const value = text.slice(start, end);
          assert.equal(value.trim(), value, 'no blanks at the ends');
          if (infoType === 'EMAIL_ADDRESS') assert.match(value, /@example\.org$/);
          before = end;
        }
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('says the same each time', async () => {
    const text =
      'Dear Ms. Lindqvist, your order for Acme Robotics Ltd in Leeds has shipped to 12 Mill Lane, Leeds.';
    assert.deepEqual(await detection.detect(text), await detection.detect(text));
  });

  for (const [title, text] of [
    ['a single line of ten megabytes of letters', 'a'.repeat(10_000_000)],
    ['a single line of ten megabytes of digits', '1234567890'.repeat(1_000_000)],
    ['three megabytes of capitals', 'Ab'.repeat(1_500_000)],
    ['three megabytes of signs', '@'.repeat(1_000_000) + '.'.repeat(1_000_000) + '=:'.repeat(500_000)],
    ['a megabyte of halves of surrogate pairs', '\ud83d'.repeat(1_000_000)],
  ] as const) {
    it(`comes to an end with ${title}`, async () => {
      const { examined } = await detection.detect(text);
      assert.equal(examined, text.length);
    }).timeout(120_000);
  }

  it('finds a value at the end of a line of megabytes', async () => {
    const text = `${'x1 '.repeat(700_000)}jo@example.org`;
    const { spans } = await detection.detect(text, { infoTypes: ['EMAIL_ADDRESS'] });
    assert.deepEqual(
      spans.map(({ start, end }) => text.slice(start, end)),
      ['jo@example.org'],
    );
  });
});

describe('the model of names that cannot be used', () => {
  const broken: readonly (readonly [string, Buffer | null])[] = [
    ['is missing', null],
    ['is empty', Buffer.alloc(0)],
    ['is something else', Buffer.from('not a model at all, but long enough to be mistaken for one')],
    ['was cut', Buffer.from('DWNAMES1')],
  ];
  for (const [title, bytes] of broken) {
    it(`${title}: the rules go on, one warning is logged, and every answer says so`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'datawave-names-'));
      try {
        const file = join(folder, 'names.model');
        if (bytes !== null) writeFileSync(file, bytes);
        const warnings: unknown[] = [];
        const crippled = createDetection(pathToFileURL(file), warnings);
        for (let round = 0; round < 3; round++) {
          const { spans, warnings: said } = await crippled.detect('Karolina Brandt: jo@example.org');
          assert.deepEqual(
            spans.map((span) => span.infoType),
            ['EMAIL_ADDRESS'],
          );
          assert.match(said.join(), /DW_FREE_TEXT_MODEL/);
        }
        assert.equal(warnings.length, 1);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  }
});
