import { expect } from 'chai';
import { requireDefaulted } from './require-defaulted.ts';

describe('the schema that types are generated from', () => {
  it('requires the keys that have a default, at every depth, and those that were required', () => {
    const schema = {
      required: ['url'],
      properties: {
        url: { type: 'string' as const },
        port: { type: 'integer' as const, default: 8080 },
        pool: {
          properties: { size: { type: 'integer' as const, default: 4 }, name: { type: 'string' as const } },
        },
      },
    };
    const derived = requireDefaulted(schema);
    expect(derived.required).to.deep.equal(['url', 'port']);
    expect(derived.properties?.['pool']).to.have.deep.property('required', ['size']);
    expect(schema.required).to.deep.equal(['url']);
  });

  it('has no titles, but keeps a property of that name', () => {
    const derived = requireDefaulted({
      title: 'A title',
      properties: { title: { type: 'string', title: 'Title' } },
    });
    expect(derived).to.deep.equal({ properties: { title: { type: 'string' } } });
  });
});
