import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  definePlugin,
  type Logger,
  type SpanRule,
  type SpanRuleSet,
  spanRulePoint,
  textDetectionService,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { plainSpans } from './plain-spans.ts';

const plugins = join(import.meta.dirname, '../..');
const SECRET = 'jo.secret@example.org';

const failing: SpanRule = {
  id: 'moody',
  infoType: 'USERNAME',
  trigger: { requires: '@ .' },
  pattern: /(?<![\w.])[\w.]{1,64}(?=@)/,
  validate: (value) => {
    if (value.includes('secret')) throw new Error(`cannot judge ${value}`);
    return true;
  },
  says: 'stands before an at sign',
  signal: 'pattern',
  probability: 0.999,
};
const broken: SpanRule = {
  ...failing,
  id: 'broken-pattern',
  pattern: /@/,
  validate: () => {
    throw new TypeError('no value at all');
  },
};
const set: SpanRuleSet = {
  ...plainSpans,
  id: 'moods',
  rules: [failing, broken, ...plainSpans.rules.slice(0, 1)],
};

describe('a span rule that fails', () => {
  const said: { readonly message: string; readonly fields: unknown }[] = [];
  const log: Logger = {
    trace: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (message, fields) => void said.push({ message, fields }),
    child: () => log,
  };
  let kernel: TestKernel;
  before(async function () {
    this.timeout(120_000);
    kernel = await createTestKernel({
      log,
      plugins: [
        ...['classification', 'free-text'].map((name) => join(plugins, name)),
        {
          manifest: {
            manifestVersion: 1,
            id: 'moods',
            apiVersion: '^0.1',
            requires: { 'free-text': '^0.1' },
          },
          plugin: definePlugin()({
            setup: ({ extensions }) => {
              extensions.contribute(spanRulePoint, set.id, set);
              return {};
            },
          }),
          version: '1.0.0',
        },
      ],
    });
  });
  after(async () => {
    await kernel[Symbol.asyncDispose]();
  });

  const far = `${'nothing to see here. '.repeat(4_000)}`;

  it('is left out for the whole text, says so, and the others go on', async () => {
    const text = `Write to jo@example.org. ${far}Or to ${SECRET}.`;
    const { spans, warnings, examined } = await kernel.service(textDetectionService).detect(text);
    assert.deepEqual(
      spans.map((span) => `${span.infoType} ${text.slice(span.start, span.end)}`),
      ['EMAIL_ADDRESS jo@example.org', `EMAIL_ADDRESS ${SECRET}`],
    );
    assert.equal(examined, text.length);
    assert.deepEqual([...warnings].sort(), [
      'The rule moods/broken-pattern@1.0.0 failed and was left out.',
      'The rule moods/moody@1.0.0 failed and was left out.',
    ]);
  });

  it('is tried anew on the next text', async () => {
    const { spans, warnings } = await kernel
      .service(textDetectionService)
      .detect('Write to jo@example.org.', { infoTypes: ['USERNAME'] });
    assert.deepEqual(
      spans.map((span) => span.detector),
      ['moods/moody@1.0.0'],
    );
    assert.equal(warnings.length, 1);
  });

  it('is logged once by its id and classifier, without what it threw', async () => {
    await kernel.service(textDetectionService).detect(`Write to ${SECRET}.`);
    assert.deepEqual(
      said.map(({ fields }) => fields),
      [
        { rule: 'broken-pattern', classifier: 'moods@1.0.0' },
        { rule: 'moody', classifier: 'moods@1.0.0' },
      ],
    );
    assert.doesNotMatch(JSON.stringify(said), /secret|cannot judge|no value/);
  });
});
