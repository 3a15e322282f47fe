import { strictEqual } from 'node:assert/strict';
import { classifierConformance } from '@datawave/plugin-sdk/testing';
import { hasCheckDigit } from './check-digit.ts';
import { createSamplePluginClassifier } from './classifier.ts';

classifierConformance(createSamplePluginClassifier, {
  // Each false positive that somebody reports becomes a case here.
  cases: [
    {
      title: 'numbers under their own name',
      column: 'sample_plugin',
      values: ['BK-4821-1', 'MT-1203-4', 'AA-0000-0'],
      expect: 'SAMPLE_PLUGIN',
    },
    {
      title: 'numbers under a name that says nothing',
      column: 'code',
      values: ['BK-4821-1', 'MT-1203-4', 'AA-0000-0', 'QX-7754-3'],
      expect: 'SAMPLE_PLUGIN',
    },
    {
      title: 'order numbers of the same form',
      column: 'order_number',
      values: ['BK-4821-4', 'MT-1203-1', 'AA-0001-9'],
      expect: null,
    },
  ],
});

describe('the check digit', () => {
  it('is right for one last digit and wrong for the nine others', () => {
    const right = Array.from({ length: 10 }, (_, digit) => `BK-4821-${digit}`).filter(hasCheckDigit);
    strictEqual(right.join(), 'BK-4821-1');
  });
});
