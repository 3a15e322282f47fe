import { useLanguage } from '@datawave/plugin-sdk/ui';
import { expect } from 'chai';
import { saidSentences } from './said-sentences.ts';

const GERMAN = {
  'said|{name} was revoked: {reason}': '{name} wurde widerrufen: {reason}',
  'said|Take another. Or none.': 'Nehmen Sie ein anderes. Oder keines.',
  'said|Nothing was changed.': 'Nichts wurde geändert.',
  'said|The registry cannot be used: {what}.': 'Die Registry ist nicht nutzbar: {what}.',
};

describe('what the server said in several sentences', () => {
  afterEach(() => useLanguage('en'));

  it('is said sentence by sentence, what is not known as it came', () => {
    useLanguage('de', GERMAN);
    const reasons = {
      'Nothing was changed. Take another. Or none.':
        'Nichts wurde geändert. Nehmen Sie ein anderes. Oder keines.',
      'Nobody knows why. Nothing was changed.': 'Nobody knows why. Nichts wurde geändert.',
      'Nobody knows why. It is so.': 'Nobody knows why. It is so.',
      'x@1 was revoked: bad': 'x@1 wurde widerrufen: bad',
      // A form that fits all of it would take the second sentence for what differs.
      'The registry cannot be used: gone. Nothing was changed.':
        'Die Registry ist nicht nutzbar: gone. Nichts wurde geändert.',
    };
    expect(Object.keys(reasons).map(saidSentences)).to.deep.equal(Object.values(reasons));
    useLanguage('en');
    expect(Object.keys(reasons).map(saidSentences)).to.deep.equal(Object.keys(reasons));
  });
});
