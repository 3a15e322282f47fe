import { expect } from 'chai';
import fc from 'fast-check';
import { MOST_BODY, readGuest } from './messages.ts';

describe('what a framed element sends', () => {
  const request = { type: 'request', id: 1, method: 'GET', path: '/notes', headers: {}, body: undefined };

  it('is read by its shape, and only the headers that it may set go on', () => {
    const headers = { 'If-Match': '"1"', cookie: 'a=b', 'x-csrf-token': 'x', 'x-workspace': 'other' };
    expect(readGuest({ ...request, headers })).to.deep.equal({ ...request, headers: { 'if-match': '"1"' } });
    expect(readGuest({ type: 'navigate', path: '/scans' })).to.deep.include({ replace: false });
  });

  it('is nothing where it is too long, of another type or of no known kind', () => {
    for (const odd of [
      { ...request, method: 'TRACE' },
      { ...request, id: -1 },
      { ...request, id: 1.5 },
      { ...request, path: 'x'.repeat(9000) },
      { ...request, body: 'x'.repeat(MOST_BODY + 1) },
      { ...request, body: { a: 1 } },
      { ...request, headers: { accept: 'a\r\nx: y' } },
      { type: 'navigate', path: 5 },
      { type: 'constructor' },
      { type: '__proto__' },
      { type: ['request'] },
      null,
      [],
      'request',
    ])
      expect(readGuest(odd), JSON.stringify(odd).slice(0, 80)).to.equal(null);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (data) => void readGuest(data)));
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('type', 'id', 'path', 'text', 'headers'), fc.anything()),
        (data) => void readGuest({ ...data, type: 'request' }),
      ),
    );
  });
});
