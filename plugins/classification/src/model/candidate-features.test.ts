import {
  INFO_TYPES,
  type InfoTypeEvidence,
  type TableSample,
  type TableView,
  viewTable,
} from '@datawave/plugin-sdk';
import { buildSample, hostileSamples, type SampleColumn } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import {
  type DescribedTable,
  describeCandidates,
  FEATURE_NAMES,
  mapCandidates,
} from './candidate-features.ts';
import { describeColumns } from './describe-column.ts';

const types = new Map(INFO_TYPES.map((definition) => [definition.id, definition]));

const saying = (infoType: string, weight = 3): InfoTypeEvidence => ({
  infoType,
  matched: 1,
  sampled: 2,
  evidence: [{ signal: 'pattern', classifier: 'a@1.0.0', weight, detail: 'it has the form' }],
});

/** Features by name of each column's first candidate. */
function describeFirst(
  sample: TableSample,
  evidence: readonly (readonly InfoTypeEvidence[])[] = sample.asset.columns.map(() => [saying('CITY')]),
): readonly Readonly<Record<string, number>>[] {
  return describeCandidates(sample, evidence, types).map(([first]) =>
    Object.fromEntries(FEATURE_NAMES.map((name, index) => [name, first?.features[index] ?? Number.NaN])),
  );
}

const column = (name: string, ...values: readonly (string | null)[]): SampleColumn => ({ name, values });

describe('the features of a candidate', () => {
  it('are between 100 and 300, each with a name of its own', () => {
    expect(new Set(FEATURE_NAMES).size).to.equal(FEATURE_NAMES.length).and.to.be.within(100, 300);
  });

  for (const { title, sample } of hostileSamples())
    it(`are numbers whatever the values are: ${title}`, () => {
      for (const features of describeFirst(sample))
        expect(Object.entries(features).filter(([, value]) => !Number.isFinite(value))).to.deep.equal([]);
    });

  it('are taken from who described the columns before, without a look at their values', () => {
    const sample = buildSample('people', [column('town', 'Zürich', 'Bern'), column('id', '1', '2', '3')]);
    const evidence = sample.asset.columns.map(() => [saying('CITY')]);
    const featuresOf = (given: Partial<DescribedTable>) =>
      mapCandidates(
        { sample, evidence, infoTypes: types, view: () => viewTable(sample), ...given },
        ({ features }) => features.slice(),
      );
    const described = describeColumns(sample, viewTable(sample), null);
    const unseen = (): TableView => {
      throw new Error('looked at');
    };
    expect(featuresOf({ described, view: unseen })).to.deep.equal(featuresOf({}));
  });

  it('tell characters, writing systems and entropy', () => {
    const [latin, cyrillic, hash, constant] = describeFirst(
      buildSample('t', [
        column('a', 'Zürich', 'Bern'),
        column('b', 'Москва', 'Минск'),
        column('c', '9f86d081884c7d65', '2c26b46b68ffc68f'),
        column('d', 'aaaa', 'aaa'),
      ]),
    );
    expect(latin).to.include({ 'script.latin': 0.1, 'case.capitalised': 1 });
    expect(cyrillic).to.include({ 'script.cyrillic': 1, 'characters.lower': 0, 'case.capitalised': 1 });
    expect(hash).to.include({ 'characters.hexadecimal': 1, 'characters.alphanumeric': 1 });
    expect(constant?.['entropy.all']).to.equal(0);
    expect(hash?.['entropy.all']).to.be.above(3);
  });

  it('tell how values are built, how long they are, and which numbers they are', () => {
    const [date, plate, age] = describeFirst(
      buildSample('t', [
        column('a', '1984-02-29', '2001-12-31'),
        column('b', 'AB-123', 'XY-987'),
        column('c', '34', '71'),
      ]),
    );
    expect(date).to.include({ 'form.date': 1, 'form.commonest': 1, 'length.least': 10, 'sign.hyphen': 1 });
    expect(plate).to.include({ 'form.date': 0, 'form.commonest': 1, 'form.prefixed': 1, 'case.upper': 1 });
    expect(age).to.include({ 'number.integer': 1, 'number.age': 1, 'number.year': 0, 'form.digitsOnly': 1 });
  });

  it('tell declared keys, what a foreign key refers to, and what only looks like a key', () => {
    const sample = buildSample(
      'orders',
      [column('id', '7', '8', '9'), column('buyer', '1', '1', '2'), column('note', 'a b', 'c d', 'e f')],
      { primaryKey: ['id'] },
    );
    const foreignKeys = [{ columns: ['buyer'], referencedPath: ['customers'], referencedColumns: ['id'] }];
    const [id, buyer, note] = describeFirst({ ...sample, asset: { ...sample.asset, foreignKeys } });
    expect(id).to.include({ 'key.primary': 1, 'key.candidate': 1, 'key.elsewhere': 0 });
    expect(buyer).to.include({ 'key.foreign': 1, 'key.foreign.person': 1, 'key.distinct': 0 });
    expect(note).to.include({ 'key.distinct': 1, 'key.candidate': 0, 'key.elsewhere': 1 });
  });

  it('tell words of the name, and none where a machine made it', () => {
    const [paid, nameless] = describeFirst(
      buildSample('t', [column('amount_paid', '1'), column('column2', '2')]),
    );
    expect(paid).to.include({ 'name.has.money': 1, 'name.ends.money': 0, 'name.tokens': 2 });
    expect(nameless).to.include({ 'name.nameless': 1, 'name.tokens': 0 });
  });

  it('tell what the other columns may be, and never the column itself', () => {
    const sample = buildSample('t', [column('a', 'x'), column('b', 'y'), column('c', 'z')]);
    const [first, second] = describeFirst(sample, [
      [saying('CITY', 3)],
      [saying('CITY', 5)],
      [saying('LAST_NAME', 4)],
    ]);
    expect(first).to.include({ 'near.place': 5, 'same.strongest': 5, 'right.kin': 5, 'left.total': 0 });
    expect(second).to.include({ 'near.place': 3, 'near.person-name': 4, 'right.total': 4, 'right.kin': 0 });
  });
});
