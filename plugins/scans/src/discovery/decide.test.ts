import type { Asset } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { type AssetState, decide } from './decide.ts';
import { compareShapes } from './schema-drift.ts';

const asset = (changes: Partial<Asset> = {}): Asset => ({
  ...buildSample('people', [{ name: 'id', values: ['1'] }]).asset,
  rowEstimate: 10,
  sizeBytes: 8192,
  fingerprint: 'f1',
  changeMarker: { kind: 'counter', value: '7' },
  ...changes,
});
const STATE: AssetState = {
  ...{ fingerprint: 'f1', rowEstimate: 10, sizeBytes: 8192, marker: 'counter:7', settingsKey: 'k1' },
  ...{ durationMs: 5, scannedAt: '2026-01-14T12:30:00.000Z', ageDays: 100 },
};
const say = (found: Asset, state?: AssetState, settingsKey = 'k1', every: number | null = null): string => {
  const { isScanned, reason } = decide('incremental', found, state, {
    ...{ settingsKey, fullReadEveryDays: every },
  });
  return `${isScanned ? 'scan' : 'skip'}: ${reason}`;
};

describe('what an incremental scan reads', () => {
  it('is not what its source says has not changed', () => {
    expect(say(asset(), STATE)).to.equal('skip: unchanged since 2026-01-14 12:30 UTC');
  });

  it('is told until when, where its source counts late, and why where it has no mark', () => {
    const late = { kind: 'counter', value: '7', asOf: '2026-01-15T08:59:30.000Z' } as const;
    expect(say(asset({ changeMarker: late }), STATE)).to.equal(
      'skip: unchanged since 2026-01-14 12:30 UTC, by what its source had counted at 08:59',
    );
    const { changeMarker: _, ...unmarked } = asset({
      unmarked: 'policies decide which of its rows are seen',
    });
    expect(say(unmarked, STATE)).to.equal(
      'scan: its source does not tell whether its content changed: policies decide which of its rows are seen',
    );
  });

  it('is whatever may have changed, with the reason', () => {
    expect(say(asset())).to.equal('scan: it was not scanned before');
    expect(say(asset({ fingerprint: 'f2' }), STATE)).to.equal('scan: its columns or keys changed');
    expect(say(asset(), STATE, 'k2')).to.equal('scan: the rule or the classifiers changed since');
    const written = asset({ changeMarker: { kind: 'counter', value: '8' } });
    expect(say(written, STATE)).to.equal('scan: rows were written since');
    // Another kind of marker cannot be compared: the connector has changed.
    const modified = asset({ changeMarker: { kind: 'modified-at', value: '7' } });
    expect(say(modified, STATE)).to.equal('scan: it was modified since');
  });

  it('is all that a source without markers has, because size alone proves nothing', () => {
    const unmarked = asset({ changeMarker: null });
    const before = { ...STATE, marker: null };
    expect(say(unmarked, before)).to.equal('scan: its source does not tell whether its content changed');
    expect(say(asset({ changeMarker: null, rowEstimate: 11 }), before)).to.equal(
      'scan: its number of rows changed',
    );
    expect(say(asset({ changeMarker: null, sizeBytes: 1 }), before)).to.equal('scan: its size changed');
  });

  it('is what a column tells that only grows, where its rule names one', () => {
    const marked = (value: string, rowEstimate = 10) =>
      asset({ rowEstimate, changeMarker: { kind: 'high-water', value, column: 'updated_at' } });
    const before = { ...STATE, marker: 'high-water:h1' };
    expect(say(marked('h1'), before)).to.equal('skip: nothing newer than before in updated_at');
    expect(say(marked('h2'), before)).to.equal('scan: updated_at went on since');
    expect(say(marked('h1', 11), before)).to.equal('scan: its number of rows changed');
    expect(say(marked('h1'), STATE)).to.equal('scan: it was not marked by updated_at before');
    expect(say(marked('h1'), { ...STATE, marker: null })).to.equal(
      'scan: it was not marked by updated_at before',
    );
    expect(say(asset(), before)).to.equal('scan: rows were written since');
  });

  it('is what a column tells nothing new of as well, after as many days as its rule says', () => {
    const marked = asset({ changeMarker: { kind: 'high-water', value: 'h1', column: 'updated_at' } });
    const after = (ageDays: number, every: number | null): string =>
      say(marked, { ...STATE, marker: 'high-water:h1', ageDays }, 'k1', every);
    const left = 'skip: nothing newer than before in updated_at';
    expect(after(3, 7)).to.equal(left);
    expect(after(6.7, 7)).to.equal(left);
    // A run of the seventh night that comes to it some hours earlier than the first did.
    expect(after(6.8, 7)).to.equal(
      'scan: nothing is newer in updated_at, but it was last read 7 days ago, and the rule has it read every 7 days',
    );
    expect(after(8.2, 7)).to.equal(
      'scan: nothing is newer in updated_at, but it was last read 8 days ago, and the rule has it read every 7 days',
    );
    expect(after(0.5, 1)).to.equal(left);
    expect(after(0.95, 1)).to.equal(
      'scan: nothing is newer in updated_at, but it was last read 1 day ago, and the rule has it read every day',
    );
    expect(after(4000, null)).to.equal(left);
    // What the source itself keeps a mark of has surely not changed.
    expect(say(asset(), STATE, 'k1', 7)).to.match(/^skip: unchanged since/);
    expect(say(marked, { ...STATE, marker: 'high-water:h0' }, 'k1', 7)).to.equal(
      'scan: updated_at went on since',
    );
  });

  it('is everything where everything is asked for', () => {
    expect(decide('full', asset(), STATE, { settingsKey: 'k1', fullReadEveryDays: null }).isScanned).to.equal(
      true,
    );
  });
});

describe('schema drift', () => {
  const column = (name: string, dataType = 'TEXT', nullable = true) => ({ name, dataType, nullable });
  const people = { urn: 'urn:dw:test:a:people', name: 'people' };

  it('names columns that came, went and changed', () => {
    const before = [column('id', 'INT'), column('mail'), column('age', 'INT')];
    const after = [column('id', 'BIGINT', false), column('age', 'INT'), column('phone')];
    expect(compareShapes(people, before, after)).to.deep.equal({
      ...people,
      added: ['phone'],
      removed: ['mail'],
      changed: [{ column: 'id', from: 'INT', to: 'BIGINT NOT NULL' }],
    });
  });

  it('is not a matter of order', () => {
    const columns = [column('a'), column('b')];
    expect(compareShapes(people, columns, columns.toReversed())).to.equal(null);
  });
});
