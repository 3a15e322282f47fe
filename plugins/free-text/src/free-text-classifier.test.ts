import assert from 'node:assert/strict';
import { buildSample, classifierConformance } from '@datawave/plugin-sdk/testing';
import { cases } from '../test/cases.ts';
import { createPlainScanner } from '../test/plain-scanner.ts';
import { createFreeTextClassifier, isRunningText } from './free-text-classifier.ts';
import { MODEL_TYPES } from './names/to-spans.ts';

const create = () => createFreeTextClassifier(createPlainScanner());

classifierConformance(create, { cases, columnBudgetMs: 40 });

describe('the classifier of free text', () => {
  const context = { workspaceId: null };
  const notes = Array.from({ length: 40 }, (_, index) =>
    index % 4 === 0
      ? `Called the customer about order ${index}; she writes from c${index}@example.org now.`
      : `Called the customer about order ${index}; nobody picked up the phone, try again later.`,
  );

  it('answers what a column contains, never what it is', async () => {
    const sample = buildSample('tickets', [{ name: 'notes', values: notes }]);
    const [found = []] = await create().examine(sample, context);
    const email = found.find((entry) => entry.infoType === 'EMAIL_ADDRESS');
    assert.deepEqual([email?.question, email?.matched, email?.sampled], ['contains', 10, 40]);
    assert.ok(found.every((entry) => entry.question === 'contains'));
  });

  it('publishes every type that spans can have', () => {
    const known = new Set(create().info.infoTypes.map((type) => (typeof type === 'string' ? type : type.id)));
    for (const type of MODEL_TYPES) assert.ok(known.has(type), type);
  });

  it('leaves columns of short values and of codes to the others', async () => {
    const sample = buildSample('people', [
      { name: 'email', values: ['a@example.org', 'b@example.org'] },
      { name: 'hash', values: ['0123456789abcdef0123456789abcdef0123456789abcdef', 'ab'.repeat(32)] },
    ]);
    assert.deepEqual(await create().examine(sample, context), [[], []]);
  });

  it('finds the one value that counts among short notes and in records', async () => {
    const among = (find: string, others: string) =>
      Array.from({ length: 50 }, (_, index) =>
        index === 17 ? find : `${others.replace('#', String(index))}`,
      );
    const sample = buildSample('tickets', [
      { name: 'notes', values: among('ask c18@example.org', 'Paid in cash #') },
      { name: 'payload', values: among('{"v":"c17@example.org"}', '{"v":"#"}') },
    ]);
    const found = await create().examine(sample, context);
    assert.deepEqual(
      found.map((column) => column.map(({ infoType, matched, sampled }) => [infoType, matched, sampled])),
      [[['EMAIL_ADDRESS', 1, 50]], [['EMAIL_ADDRESS', 1, 50]]],
    );
  });

  it('reads no more of a column than its bound', async () => {
    const long = `${'All quiet in the western wing today, as it was before. '.repeat(400)}x@example.org`;
    const sample = buildSample('log', [
      { name: 'text', values: Array.from({ length: 2_000 }, (_, index) => `${index} ${long}`) },
    ]);
    const [found = []] = await create().examine(sample, context);
    // The address stands beyond what is read of a value.
    assert.deepEqual(
      found.filter((entry) => entry.infoType === 'EMAIL_ADDRESS'),
      [],
    );
  });

  it('tells running text from words', () => {
    const column = (values: readonly string[]) => ({
      values,
      counts: [],
      nullCount: 0,
      distinctCount: values.length,
      truncated: false,
    });
    assert.ok(isRunningText(column(['The parcel has not arrived, please send another one.'])));
    assert.ok(!isRunningText(column(['Berlin', 'New York'])));
    assert.ok(!isRunningText(column([])));
  });
});
