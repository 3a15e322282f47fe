import assert from 'node:assert/strict';
import type { Logger, SpanRule, SpanRuleSet } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { createPortableFreeText, portableWith } from '../src/portable-free-text.ts';
import { plainSpans } from './plain-spans.ts';

/** For threads. */
export const createMoodySpans = (): SpanRuleSet => {
  const moody: SpanRule = {
    id: 'moody',
    infoType: 'USERNAME',
    trigger: { requires: '@ .' },
    pattern: /(?<![\w.])[\w.]{1,64}(?=@)/,
    validate: (value) => {
      throw new Error(`cannot judge ${value}`);
    },
    says: 'stands before an at sign',
    signal: 'pattern',
    probability: 0.999,
  };
  return {
    ...plainSpans,
    id: 'moods',
    rules: [moody],
    portable: { module: import.meta.url, create: 'createMoodySpans' },
  };
};

/** For threads. */
export const createPlainSpans = (): SpanRuleSet => ({
  ...plainSpans,
  portable: { module: import.meta.url, create: 'createPlainSpans' },
});

describe('free text that is made of portable rules', () => {
  const said: unknown[] = [];
  const log: Logger = {
    trace: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (_, fields) => void said.push(fields),
    child: () => log,
  };

  it('stays where it is when a single set does not say how it is made', () => {
    assert.equal(portableWith([createPlainSpans(), { ...plainSpans, id: 'own' }]), undefined);
    assert.deepEqual(portableWith([createPlainSpans(), createMoodySpans()])?.settings, [
      { module: import.meta.url, create: 'createPlainSpans' },
      { module: import.meta.url, create: 'createMoodySpans' },
    ]);
  });

  it('finds what the rules find, and tells once of one that fails, without what it threw', async () => {
    const settings = portableWith([createPlainSpans(), createMoodySpans()])?.settings;
    const classifier = await createPortableFreeText(settings, log);
    const values = Array.from(
      { length: 20 },
      (_, index) => `Called the customer again, who writes from c${index}@example.org now.`,
    );
    const [found = []] = await classifier.examine(buildSample('tickets', [{ name: 'notes', values }]), {
      workspaceId: null,
    });
    assert.deepEqual(
      found.filter(({ matched }) => matched === 20).map(({ infoType }) => infoType),
      ['EMAIL_ADDRESS'],
    );
    assert.deepEqual(said, [{ rule: 'moody', classifier: `moods@${plainSpans.version}` }]);
  });

  it('refuses a set that its module does not make', async () => {
    const settings = [{ module: import.meta.url, create: 'createNothing' }];
    await assert.rejects(createPortableFreeText(settings, log), TypeError);
  });
});
