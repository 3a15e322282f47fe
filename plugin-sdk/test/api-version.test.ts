import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { SDK_API_VERSION } from '../src/index.ts';

describe('the version of the SDK', () => {
  it('is that of its package', () => {
    const text = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
    expect((JSON.parse(text) as { readonly version: string }).version).to.equal(SDK_API_VERSION);
  });
});
