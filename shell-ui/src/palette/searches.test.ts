import { expect } from 'chai';
import { fill } from './searches.ts';

describe('what a search of a plugin is filled with', () => {
  const fields: Readonly<Record<string, string>> = {
    query: 'a&limit=9 #?/..',
    urn: 'urn:dw:x:y/main/C d',
    up: '..',
    host: '/evil.example',
  };
  const filled = (template: string): string | null => fill(template, (name) => fields[name] ?? '');

  it('is one part of the path or query, whatever it holds', () => {
    expect(filled('/assets?q={query}&limit=5')).to.equal('/assets?q=a%26limit%3D9%20%23%3F%2F..&limit=5');
    expect(filled('/assets/{urn}')).to.equal('/assets/urn%3Adw%3Ax%3Ay%2Fmain%2FC%20d');
  });

  it('leads to nowhere when a field is missing, goes up, or the whole leaves this site', () => {
    expect([
      filled('/assets/{nothing}'),
      filled('/assets/{up}'),
      filled('https://evil.example/{urn}'),
      filled('//evil.example/{urn}'),
      filled('/\\evil.example/{urn}'),
    ]).to.deep.equal([null, null, null, null, null]);
    expect(filled('/{host}')).to.equal('/%2Fevil.example');
  });
});
