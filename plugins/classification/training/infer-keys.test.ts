import { expect } from 'chai';
import type { LabelledTable } from '../eval/labelled-tables.ts';
import { inferKeys } from './infer-keys.ts';

const table = (
  name: string,
  columns: Readonly<Record<string, readonly (string | null)[]>>,
): LabelledTable => ({
  ...{ id: name, origin: 'packages', group: 'packages/shop', name },
  columns: Object.entries(columns).map(([column, values]) => ({ name: column, values, label: null })),
});
const numbers = (from: number): readonly string[] => Array.from({ length: 9 }, (_, row) => `${from + row}`);
const spread = numbers(1).map((number) => String(Number(number) ** 3));

describe('keys that tables of files would have', () => {
  const players = table('players', { player_id: spread, weight: numbers(60) });
  const games = table('games', { row: numbers(1), player_id: [...spread.slice(0, 8), spread[0] ?? ''] });
  const empty = table('weights', { weight: spread, id: [...spread.slice(0, 8), null] });
  const keys = inferKeys([players, games, empty]);

  it('are complete columns without repetition that are called like keys or run on by one', () => {
    expect(keys.get(players)?.primary).to.deep.equal([0]);
    expect(keys.get(games)?.primary).to.deep.equal([0]);
    expect(keys.has(empty)).to.equal(false);
  });

  it('refer to the key of another table of the group that is called alike', () => {
    expect(keys.get(games)?.foreign).to.deep.equal([{ column: 1, table: 'players' }]);
    expect(keys.get(players)?.foreign).to.deep.equal([]);
  });
});
