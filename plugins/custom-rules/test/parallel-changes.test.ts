import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { type TestStorage, testScope, testStorage } from '../../../core/test/storage.ts';
import { checkRule } from '../src/rules/check-rule.ts';
import { LIMITS } from '../src/rules/rule-limits.ts';
import { migrations } from '../src/store/migrations.ts';
import { type ReadyRule, RuleStore } from '../src/store/rule-store.ts';

/** Parallel changes, each on a connection of its own. */
const AT_ONCE = 6;

function ready(key: string, more: object = {}): ReadyRule {
  const document = { key, title: key, infoType: 'PERSON_ID', match: { kind: 'pattern', pattern: 'Q\\d' } };
  const { rule, errors } = checkRule({ ...document, ...more });
  if (rule === null) throw new Error(JSON.stringify(errors));
  return { rule, cost: { programSize: 10, terms: 1 }, chance: { value: 0.001, column: 0 } };
}

/** What becomes of changes that are made at the same time: a code, or that it was done. */
async function outcomes(changes: readonly Promise<unknown>[]): Promise<readonly string[]> {
  const settled = await Promise.allSettled(changes);
  return settled
    .map((one) => {
      if (one.status === 'fulfilled') return 'done';
      if (DataWaveError.is(one.reason)) return one.reason.code;
      throw one.reason;
    })
    .sort();
}

describe('changes of rules at the same time', function () {
  this.timeout(120_000);
  let test: TestStorage;
  let store: RuleStore;
  const scope = testScope();

  before(async () => {
    const plugin = { id: 'custom-rules', schema: 'custom_rules', entities: [], migrations };
    test = await testStorage({ plugins: [plugin], poolSize: AT_ONCE });
    store = new RuleStore(test.storage.service('custom-rules'), undefined, () => undefined);
  });
  after(() => test?.close());
  afterEach(async () => {
    for (const { id } of await store.all(scope)) await store.remove(scope, id, undefined);
  });

  it('never make more rules than a workspace may have', async () => {
    const present = Array.from({ length: LIMITS.rules - 2 }, (_, index) => ready(`rule-${index}`));
    await store.importAll(scope, present);
    const made = Array.from({ length: AT_ONCE }, (_, index) => store.create(scope, ready(`new-${index}`)));
    expect(await outcomes(made)).to.deep.equal([
      ...Array.from({ length: AT_ONCE - 2 }, () => 'DW_RULE_LIMIT'),
      'done',
      'done',
    ]);
    expect(await store.all(scope)).to.have.length(LIMITS.rules);
  });

  it('never give one type two meanings', async () => {
    const badge = (title: string) => ({
      infoType: {
        id: 'BADGE',
        title,
        category: 'user.unique_id',
        sensitivity: 'confidential',
        personal: true,
      },
    });
    const made = Array.from({ length: AT_ONCE }, (_, index) =>
      store.create(scope, ready(`badge-${index}`, badge(`Badge ${index}`))),
    );
    expect(await outcomes(made)).to.deep.equal([
      ...Array.from({ length: AT_ONCE - 1 }, () => 'DW_RULE_TYPE_CONFLICT'),
      'done',
    ]);
  });
});
