import { expect } from 'chai';
import { printable } from './printable.ts';

describe('a text for a terminal', () => {
  it('shows what a terminal would obey', () => {
    expect(printable('\u001b[2Jhr\u202e.staff\n')).to.equal('\\u001b[2Jhr\\u202e.staff\\u000a');
    for (const hidden of [
      '\u009b',
      '\u00ad',
      '\u061c',
      '\u200b',
      '\u200f',
      '\u2028',
      '\u2060',
      '\u2066',
      '\u3164',
      '\ufeff',
    ])
      expect(printable(hidden)).to.match(/^\\u[0-9a-f]{4}$/);
    expect(printable('\u{e0041}')).to.equal('\\u{e0041}');
  });

  it('stays as it is where nothing is obeyed', () => {
    for (const text of ['hr.staff', 'Zürich 北京 👍', 'שלום']) expect(printable(text)).to.equal(text);
  });

  it('holds no half of a character', () => {
    expect(printable('\ud83d')).to.equal('\ufffd');
  });
});
