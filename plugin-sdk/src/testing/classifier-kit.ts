import assert from 'node:assert/strict';
import type { Classifier, InfoTypeEvidence } from '../governance/classifier.ts';
import { INFO_TYPES } from '../governance/info-types.ts';
import type { TableSample } from '../governance/sample.ts';
import { type ClassifierCase, containedTypes, EARNEST, strongestProposal } from './classifier-case.ts';
import { conformanceSuite } from './conformance-suite.ts';
import { hostileSamples } from './hostile-samples.ts';
import { buildSample } from './sample-builder.ts';
import { workTime } from './work-time.ts';

const NOWHERE = { workspaceId: null };
/** Milliseconds that any sample may keep a classifier busy. */
const HOSTILE_MS = 2_000;

/** What {@link classifierConformance} may be told. @public */
export interface ClassifierConformanceOptions {
  /** The classifier's positive and negative cases. */
  readonly cases: readonly ClassifierCase[];
  /** Milliseconds of a usual processor that a column of 200 distinct values may take; 2 unless given. */
  readonly columnBudgetMs?: number;
}

/**
 * Registers mocha tests that hold a classifier to its contract: shape of what it says, stability, cloneability,
 * silence about values, hostile input, speed, and its own cases.
 *
 * @example
 * ```ts
 * classifierConformance(createBadgeClassifier, { cases });
 * ```
 * @public
 */
export function classifierConformance(create: () => Classifier, options: ClassifierConformanceOptions): void {
  const { info } = create();
  conformanceSuite({ kit: 'classifier', version: 1, subject: info.id }, `classifier ${info.id}`, () => {
    describeInfo(create);
    describeCases(create, options.cases);
    describeBehaviour(create, options);
  });
}

function describeInfo(create: () => Classifier): void {
  it('describes itself in full', () => {
    const { info } = create();
    assert.match(info.id, /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'the id is lower case with hyphens');
    assert.match(info.version, /^\d+\.\d+\.\d+/, 'the version is a semantic one');
    assert.ok(info.title !== '' && info.description !== '', 'title and description say something');
    assert.ok(info.infoTypes.length > 0, 'it names the types that it recognises');
    assert.ok(
      info.sources.length > 0 && info.sources.every((source) => source.length > 3),
      'it names where its patterns and lists come from',
    );
    const published = new Set(INFO_TYPES.map((type) => type.id));
    for (const type of info.infoTypes) {
      if (typeof type === 'string')
        assert.ok(published.has(type), `"${type}" is published, or the classifier defines it`);
      else
        assert.match(type.id, /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/, 'ids of its own types are upper snake case');
    }
    assert.deepEqual(structuredClone(info), info, 'its description can be cloned');
  });
}

function describeCases(create: () => Classifier, cases: readonly ClassifierCase[]): void {
  // One for all: that none says anything else for what it saw before is shown apart.
  let classifier: Classifier | null = null;
  after(() => {
    classifier = null;
  });
  for (const expected of cases) {
    const isPositive = expected.expect !== null || expected.contains !== undefined;
    it(`${isPositive ? 'recognises' : 'is not taken in by'} ${expected.title}`, async () => {
      classifier ??= create();
      const evidence = (await classifier.examine(caseSample(expected), NOWHERE))[0] ?? [];
      const best = strongestProposal(evidence);
      if (expected.expect === null) {
        assert.equal(
          best,
          null,
          `nothing may outweigh the prior of ${EARNEST}; ${best?.infoType} has ${best?.weight}: ${explain(evidence)}`,
        );
      } else {
        assert.equal(best?.infoType, expected.expect, `found: ${explain(evidence)}`);
      }
      const contained = containedTypes(evidence);
      if (expected.contains !== undefined)
        assert.ok(contained.includes(expected.contains), `found: ${explain(evidence)}`);
      else if (!isPositive) assert.deepEqual(contained, [], `found: ${explain(evidence)}`);
    });
  }
  it('carries positive and negative cases', () => {
    assert.ok(
      cases.some((entry) => entry.expect !== null || entry.contains !== undefined),
      'at least one case is recognised',
    );
    assert.ok(
      cases.some((entry) => entry.expect === null && entry.contains === undefined),
      'at least one case is not taken in',
    );
  });
}

function caseSample({
  table = 'data',
  column,
  kind = 'text',
  neighbours = [],
  values,
}: ClassifierCase): TableSample {
  return buildSample(table, [
    { name: column, kind, values },
    ...neighbours.map((name) => ({ name, values: ['x'] })),
  ]);
}

const explain = (evidence: readonly InfoTypeEvidence[]): string =>
  evidence
    .map(
      ({ infoType, evidence: pieces }) =>
        `${infoType} (${pieces.map((piece) => `${piece.weight} ${piece.detail}`).join('; ')})`,
    )
    .join(', ') || 'nothing';

function describeBehaviour(create: () => Classifier, options: ClassifierConformanceOptions): void {
  for (const { title, sample } of hostileSamples()) {
    it(`withstands ${title}`, async () => {
      const examine = () => create().examine(sample, NOWHERE);
      assert.ok((await workTime(examine, HOSTILE_MS)) <= HOSTILE_MS, 'within two seconds of work');
      const answer = await examine();
      checkShape(create(), sample, answer);
      checkSilence(sample, answer);
    });
  }

  it('says nothing of a column of nulls', async () => {
    const sample = buildSample('people', [
      { name: 'email', values: [null, null] },
      { name: 'id', kind: 'integer', values: [null] },
    ]);
    assert.deepEqual(await create().examine(sample, NOWHERE), [[], []]);
  });

  it('says the same each time, of a clone, and whatever it saw before', async () => {
    const classifier = create();
    const seen: { readonly sample: TableSample; readonly answer: unknown }[] = [];
    for (const entry of options.cases) {
      const sample = caseSample(entry);
      const before = structuredClone(sample);
      const answer = await classifier.examine(sample, NOWHERE);
      assert.deepEqual(sample, before, 'the sample is left as it is');
      assert.deepEqual(await classifier.examine(structuredClone(sample), NOWHERE), answer);
      assert.deepEqual(structuredClone(answer), answer, 'its answer can be cloned');
      seen.push({ sample, answer });
    }
    const another = create();
    for (const { sample, answer } of seen.toReversed())
      assert.deepEqual(await another.examine(sample, NOWHERE), answer, 'another instance says the same');
  });

  it('names itself, keeps to its types and tells no value', async () => {
    const classifier = create();
    for (const entry of options.cases) {
      const sample = caseSample(entry);
      const answer = await classifier.examine(sample, NOWHERE);
      checkShape(classifier, sample, answer);
      checkSilence(sample, answer);
    }
  });

  it('takes no longer than its budget for a column of 200 distinct values', async () => {
    const classifier = create();
    const columns = Array.from({ length: 50 }, (_, column) => ({
      name: `column ${column}`,
      values: Array.from({ length: 200 }, (_, row) =>
        column % 2 === 0 ? `Some text ${column * 200 + row}` : String((column * 7_919 + row) * 104_729),
      ),
    }));
    const sample = buildSample('speed', columns);
    await classifier.examine(sample, NOWHERE);
    const budget = options.columnBudgetMs ?? 2;
    const took = await workTime(() => classifier.examine(sample, NOWHERE), budget * columns.length);
    const perColumn = took / columns.length;
    assert.ok(perColumn <= budget, `${perColumn.toFixed(3)} ms a column`);
  });
}

function checkShape(
  classifier: Classifier,
  sample: TableSample,
  answer: readonly (readonly InfoTypeEvidence[])[],
): void {
  const { info } = classifier;
  const types = new Set(info.infoTypes.map((type) => (typeof type === 'string' ? type : type.id)));
  assert.equal(answer.length, sample.asset.columns.length, 'one list for each column');
  for (const found of answer.flat()) {
    assert.ok(types.has(found.infoType), `"${found.infoType}" is one of its types`);
    assert.ok(
      Number.isInteger(found.matched) && found.matched >= 0 && found.matched <= found.sampled,
      'matched is no more than sampled',
    );
    for (const piece of found.evidence) {
      assert.equal(piece.classifier, `${info.id}@${info.version}`);
      assert.ok(
        Number.isFinite(piece.weight) && Math.abs(piece.weight) <= 20,
        'the weight is a likelihood ratio, not a verdict',
      );
      assert.ok(piece.detail.length > 3 && piece.detail.length < 400, 'the detail is a sentence');
    }
  }
}

/** Values shorter than this stand in any sentence by chance. */
const SHORTEST_TELLING = 6;

function checkSilence(sample: TableSample, answer: readonly (readonly InfoTypeEvidence[])[]): void {
  const names = [sample.asset.path.join(' '), ...sample.asset.columns.map((column) => column.name)]
    .join(' ')
    .toLowerCase();
  answer.forEach((found, position) => {
    const details = found.flatMap((entry) => entry.evidence.map((piece) => piece.detail.toLowerCase()));
    for (const value of sample.columns[position]?.values ?? []) {
      const telling = value.trim().toLowerCase();
      // A word of our own sentences may be a value, too: "female". Longer values, or ones with digits, may not.
      if (telling.length < SHORTEST_TELLING || /^[a-z ]{1,20}$/.test(telling) || names.includes(telling))
        continue;
      for (const detail of details)
        assert.ok(!detail.includes(telling), 'no detail holds a value of the source');
    }
  });
}
