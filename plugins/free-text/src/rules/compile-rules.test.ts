import assert from 'node:assert/strict';
import type { SpanRule, SpanRuleSet } from '@datawave/plugin-sdk';
import { compileRules } from './compile-rules.ts';

const rule: SpanRule = {
  id: 'ticket',
  infoType: 'RECORD_ID',
  trigger: { requires: 'digit' },
  pattern: /\bT-\d{4}\b/,
  says: 'has the form of a ticket number',
  signal: 'pattern',
  probability: 0.5,
};
const set = (id: string, rules: readonly SpanRule[]): SpanRuleSet => ({
  id,
  version: '1.0.0',
  title: id,
  sources: ['test'],
  rules,
});

describe('compiling span rules', () => {
  const asleep = set('asleep', [rule, { ...rule, id: 'never', trigger: { requires: 'lower' } }]);
  const sticky = set('sticky', [{ ...rule, pattern: /\bT-\d{4}\b/g }]);

  it('refuses what the contract does not allow, and names the rule', () => {
    assert.throws(() => compileRules([asleep]), /"asleep\/never" names nothing/);
    assert.throws(() => compileRules([sticky]), /"sticky\/ticket" must not have the flags/);
  });

  it('leaves such a set out where somebody is told of it, and goes on with the others', () => {
    const faults: string[] = [];
    const { rules } = compileRules([asleep, set('fine', [rule]), sticky], ({ id }) => void faults.push(id));
    assert.deepEqual(
      rules.map(({ detector }) => detector),
      ['fine/ticket@1.0.0'],
    );
    assert.deepEqual(faults, ['asleep', 'sticky']);
  });
});
