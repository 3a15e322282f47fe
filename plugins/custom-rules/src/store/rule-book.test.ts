import { expect } from 'chai';
import type { LoadedRule } from '../engine/rule-set.ts';
import { checkRule } from '../rules/check-rule.ts';
import { RuleBook } from './rule-book.ts';
import type { StoredRule } from './stored-rule.ts';

const silent = (): void => undefined;
const log = { trace: silent, debug: silent, info: silent, warn: silent, error: silent, child: () => log };
const loaded = (key: string, more: object = {}): LoadedRule => {
  const { rule } = checkRule({
    key,
    title: key,
    infoType: 'CITY',
    match: { kind: 'pattern', pattern: 'a' },
    ...more,
  });
  if (rule === null) throw new Error('the rule is fine');
  return { rule, version: 1, chance: { value: 0.1, column: 0 } };
};
const stored = (key: string, more: object = {}): StoredRule => ({
  ...loaded(key, more),
  id: key,
  revision: 1,
  createdAt: '',
  createdBy: '',
  updatedAt: '',
  updatedBy: '',
});

describe('the book of rules', () => {
  const bookOf = (
    all: () => Promise<readonly StoredRule[]>,
    configured: readonly LoadedRule[] = [],
  ): RuleBook =>
    new RuleBook({
      ...{ store: { all, fingerprint: async () => 'same' }, configured },
      signal: new AbortController().signal,
      log,
    });
  const keysOf = async (book: RuleBook, workspace: string | null) =>
    (await book.lookup(workspace)).rules.map(({ rule }) => rule.key);

  it('loads a workspace once, and again after it has changed', async () => {
    let loads = 0;
    const book = bookOf(async () => {
      loads += 1;
      return [stored(`r${loads}`)];
    });
    expect(await Promise.all([keysOf(book, 'a'), keysOf(book, 'a')])).to.deep.equal([['r1'], ['r1']]);
    expect(await keysOf(book, 'b')).to.deep.equal(['r2']);
    book.forget('a');
    expect(await keysOf(book, 'a')).to.deep.equal(['r3']);
    expect(loads).to.equal(3);
  });

  it('never keeps what was read before a change', async () => {
    const gates = [
      Promise.withResolvers<readonly StoredRule[]>(),
      Promise.withResolvers<readonly StoredRule[]>(),
    ];
    let loads = 0;
    const book = bookOf(() => gates[loads++]?.promise ?? Promise.resolve([]));
    const early = keysOf(book, 'a');
    book.forget('a');
    const late = keysOf(book, 'a');
    gates[1]?.resolve([stored('new')]);
    gates[0]?.resolve([stored('old')]);
    expect([await early, await late]).to.deep.equal([['old'], ['new']]);
    expect(await keysOf(book, 'a')).to.deep.equal(['new']);
  });

  it('tries again after a load that failed', async () => {
    let loads = 0;
    const book = bookOf(async () => {
      loads += 1;
      if (loads === 1) throw new Error('the database is away');
      return [stored('there')];
    });
    expect(await book.lookup('a').catch((error: Error) => error.message)).to.equal('the database is away');
    expect(await keysOf(book, 'a')).to.deep.equal(['there']);
  });

  it('lets a rule of the workspace stand in for one of the configuration, which alone holds outside any', async () => {
    const book = bookOf(
      async () => [stored('same', { enabled: false }), stored('own')],
      [loaded('same'), loaded('configured')],
    );
    expect(await keysOf(book, 'a')).to.deep.equal(['own', 'configured']);
    expect(await keysOf(book, null)).to.deep.equal(['same', 'configured']);
  });

  it('goes on knowing the types of rules that are disabled', async () => {
    const own = { id: 'ACME_X', title: 'X', category: 'user', sensitivity: 'internal', personal: false };
    const book = bookOf(async () => [stored('resting', { enabled: false, infoType: own })]);
    expect((await book.lookup('a')).definitions).to.deep.equal([own]);
  });
});
