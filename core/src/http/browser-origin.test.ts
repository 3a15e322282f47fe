import { expect } from 'chai';
import { requireSameOrigin } from './browser-origin.ts';

/** Whether a request with this origin passes, sent to a host by that name. */
const passes = (origin: string | undefined, host: string, publicUrl?: string, site?: string): boolean => {
  const headers = {
    host,
    ...(origin === undefined ? {} : { origin }),
    ...(site === undefined ? {} : { 'sec-fetch-site': site }),
  };
  try {
    requireSameOrigin(headers, publicUrl);
    return true;
  } catch {
    return false;
  }
};

describe('the origin of a request', () => {
  it('is ours by the host that was asked, and by the public address', () => {
    expect(passes(undefined, 'dw.example')).to.equal(true);
    expect(passes('https://dw.example', 'dw.example')).to.equal(true);
    expect(passes('http://127.0.0.1:8080', '127.0.0.1:8080')).to.equal(true);
    expect(passes('https://dw.example', 'inner:8080', 'https://dw.example/')).to.equal(true);
    expect(passes('http://inner:8080', 'inner:8080', 'https://dw.example')).to.equal(true);
    expect(passes('https://dw.example', 'dw.example', 'https://dw.example', 'same-origin')).to.equal(true);
  });

  it('is not ours by another host, port or scheme, or where the browser says so', () => {
    for (const origin of [
      'https://evil.example',
      'https://dw.example.evil.example',
      'https://dw.example@evil.example',
      'null',
      '',
    ])
      expect(passes(origin, 'dw.example', 'https://dw.example'), origin).to.equal(false);
    expect(passes('https://dw.example:444', 'dw.example', 'https://dw.example')).to.equal(false);
    expect(passes('http://dw.example', 'dw.example', 'https://dw.example')).to.equal(false);
    expect(passes(undefined, 'dw.example', 'https://dw.example', 'cross-site')).to.equal(false);
    expect(passes('https://dw.example', 'dw.example', 'https://dw.example', 'same-site')).to.equal(false);
  });
});
