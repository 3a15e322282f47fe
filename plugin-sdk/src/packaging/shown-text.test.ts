import { expect } from 'chai';
import { oneLine, shownText } from './shown-text.ts';

describe('a text of a stranger', () => {
  it('is shown without what turns around, hides or breaks what stands beside it', () => {
    const unseen = [
      '\u001b[2J',
      '\u202e',
      '\u2066',
      '\u200b',
      '\ufeff',
      '\u00ad',
      '\u3164',
      '\u{e0041}',
      '\r',
      '\u0085',
      '\u009b',
    ];
    for (const one of unseen)
      expect(shownText(`Data${one}Wave`), escape(one)).to.match(/^Data(?:\[2J)?Wave$/);
    expect(shownText('\ud83d')).to.equal('\ufffd');
    expect(oneLine(' Weather\n\n  trust       verified\u2028publisher ')).to.equal(
      'Weather trust verifiedpublisher',
    );
  });

  it('stays what it is else', () => {
    for (const text of ['Zürich 北京 👩‍🔬', 'שלום', 'می‌خواهم', '# Title\n\n\ttext'])
      expect(shownText(text)).to.equal(text);
  });
});
