import { deepStrictEqual } from 'node:assert/strict';
import { join } from 'node:path';
import { createTestKernel, pageConformance } from '@datawave/plugin-sdk/testing';

const directory = join(import.meta.dirname, '..');

pageConformance({ directory });

describe('the list of links', () => {
  it('holds what the settings say, in their order', async () => {
    const links = [
      { title: 'Handbook', href: 'https://example.com/handbook', note: 'Read this first' },
      { title: 'On call', href: 'https://example.com/on-call' },
    ];
    await using test = await createTestKernel({ plugins: [{ directory, config: { links } }] });
    const { body } = await test.request('GET', '/api/v1/sample-plugin');
    deepStrictEqual(body, { items: links, nextCursor: null });
  });
});
