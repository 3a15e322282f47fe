import { CompletionContext } from '@codemirror/autocomplete';
import { json } from '@codemirror/lang-json';
import { EditorState } from '@codemirror/state';
import { expect } from 'chai';
import { type CodeSchema, schemaCompletion, schemaFaults } from './json-schema.ts';

const schema: CodeSchema = {
  type: 'object',
  required: ['host', 'port'],
  additionalProperties: false,
  properties: {
    host: { type: 'string', title: 'Host' },
    port: { type: 'integer' },
    mode: { enum: ['fast', 'deep'] },
    tags: { type: 'array', items: { type: 'object', properties: { name: { type: 'string' } } } },
  },
};
const stateOf = (doc: string): EditorState => EditorState.create({ doc, extensions: [json()] });
const faults = (doc: string): readonly string[] =>
  schemaFaults(stateOf(doc), schema).map(({ from, to, message }) => `${doc.slice(from, to)}: ${message}`);
const offers = (marked: string): readonly string[] => {
  const state = stateOf(marked.replace('|', ''));
  const found = schemaCompletion(new CompletionContext(state, marked.indexOf('|'), true), schema);
  return found?.options.map(({ label }) => label) ?? [];
};

describe('JSON in the editor', () => {
  it('is told what does not fit its schema, where it stands', () => {
    expect(faults('{ "host": "db", "port": 5432 }')).to.deep.equal([]);
    expect(faults('{ "host": 1, "port": 1.5, "mode": "slow", "other": 1 }')).to.deep.equal([
      '1: This must be of the type string.',
      '1.5: This must be of the type integer.',
      '"slow": This must be one of: fast, deep.',
      '"other": There is no such property here.',
    ]);
    expect(faults('{ "host": "db" }')).to.deep.equal(['{: This is missing: port.']);
    expect(faults('[]')).to.deep.equal(['[]: This must be of the type object.']);
    expect(faults('{ "host": "a", "port": 1, "tags": [{ "name": 2 }] }')).to.deep.equal([
      '2: This must be of the type string.',
    ]);
    expect(faults('{ "host": ')).to.deep.equal(['{: This is missing: port.']);
    expect(faults('{ "__proto__": 1, "host": "a", "port": 1 }')).to.deep.equal([
      '"__proto__": There is no such property here.',
    ]);
  });

  it('is offered the names and values that the schema allows', () => {
    expect(offers('{ "h|" }')).to.deep.equal(['"host"', '"port"', '"mode"', '"tags"']);
    expect(offers('{ | }')).to.deep.equal(['"host"', '"port"', '"mode"', '"tags"']);
    expect(offers('{ "mode": "|" }')).to.deep.equal(['"fast"', '"deep"']);
    expect(offers('{ "tags": [{ "n|" }] }')).to.deep.equal(['"name"']);
    expect(offers('{ "host": "|" }')).to.deep.equal([]);
  });
});
