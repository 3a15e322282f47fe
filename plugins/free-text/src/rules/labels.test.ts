import assert from 'node:assert/strict';
import type { SpanRuleSet } from '@datawave/plugin-sdk';
import { createTextWindows } from '../scan/text-window.ts';
import { compileRules } from './compile-rules.ts';

const set: SpanRuleSet = {
  id: 'labelled',
  version: '1.0.0',
  title: 'Rules for tests',
  sources: ['the tests'],
  rules: [
    {
      id: 'secret',
      infoType: 'PASSWORD',
      trigger: { labels: ['pw', 'api_key', 'Kennwort'] },
      pattern: /[:=](?<value>\w+)/,
      says: 'is labelled as a secret',
      signal: 'pattern',
      probability: 0.9,
    },
  ],
};
const { labels } = compileRules([set]);
const windows = createTextWindows();

describe('labels', () => {
  it('may end where one of them does, alone or behind a sign that joins', () => {
    for (const [word, isOne] of [
      ['pw', true],
      ['PW', true],
      ['db.pw', true],
      ['API_KEY', true],
      ['kennwort', true],
      ['status', false],
      ['apikey', false],
      ['support', false],
      ['x_pw', true],
      ['db.Kennwort', true],
      ['schlagwort', false],
      ['hostname', false],
    ] as const)
      windows.look(word, 0, word.length, (window) => {
        assert.equal(labels.mayEnd(window.codes, word.length), isOne, word);
        assert.equal(labels.rulesOf(window, 0, word.length).length, Number(isOne), word);
      });
  });
});
