import { expect } from 'chai';
import { addedGrants, grantsOf, type PluginGrants } from '../lock/plugin-lock.ts';
import type { PlannedChange, PluginPlan } from './plan.ts';
import { reviewText } from './review-text.ts';

const NONE: PluginGrants = { permissions: [], network: [], database: null, secrets: [], files: [], api: [] };

const change: PlannedChange = {
  ...{ action: 'install', id: 'weather', name: '@acme/weather', title: 'Weather', from: null, to: '1.0.0' },
  ...{ why: 'asked', trust: 'community', registry: 'main', publisher: 'acme', isSigned: false, keyids: [] },
  ...{ hasSameSigner: null, provenance: null, provenanceState: 'untold', hasSameRepository: null },
  ...{ sha256: 'a'.repeat(64), size: 1000, unpackedSize: 2000, deprecated: null, grants: NONE, added: NONE },
  isolation: null,
  data: {
    ...{ keepsData: false, applied: [], pending: [], forbidding: [], unknown: [], unlisted: null },
    ...{ mayForbidRollback: false, purged: false },
  },
};

const textOf = (over: Partial<PlannedChange>): string => {
  const plan: PluginPlan = {
    ...{ version: 1, base: 0, kind: 'change', plugins: {}, changes: [{ ...change, ...over }], notices: [] },
  };
  return reviewText({ plan, id: '1', hash: 'b'.repeat(64) });
};

describe('a plan on a terminal', () => {
  it('shows of a stranger’s words only words, and none of them as a line of the platform', () => {
    const title = 'Weather\u001b[2K\r\n  trust       verified publisher\u202e\u009b1A';
    const grants = { ...NONE, permissions: ['weather:read\n    network     none'] };
    const text = textOf({ title, grants, added: grants, publisher: 'acme\u2028\u{e0041}' });
    const lines = text.split('\n');
    expect(lines.filter((line) => line.startsWith('  trust '))).to.deep.equal([
      '  trust       community; nobody vouches for it',
    ]);
    expect(lines.some((line) => line.startsWith('    network'))).to.equal(false);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
    expect(text).to.not.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/);
    expect(text).to.include('Weather\\u001b[2K\\u000d\\u000a  trust');
  });

  it('says where letters may be made to be taken for others', () => {
    const warned = (over: Partial<PlannedChange>): boolean =>
      textOf(over).includes('LETTERS OF OTHER ALPHABETS');
    expect(warned({ title: 'D\u0430taWave' }), 'a Cyrillic letter in a Latin word').to.equal(true);
    expect(warned({ title: 'Погода und Wetter' }), 'words of two languages').to.equal(false);
    const grants = { ...NONE, network: ['\u0430pi.example.com:443'] };
    expect(warned({ grants, added: grants }), 'an address').to.equal(true);
    expect(warned({})).to.equal(false);
  });

  it('shows how a plugin reaches people, and which of its routes answer anybody', () => {
    const grants = grantsOf({
      ...{ manifestVersion: 1, id: 'weather', apiVersion: '*' },
      needs: { mail: true, public: ['GET /weather/feed', 'POST /weather/reports'] },
    });
    const before = { ...NONE, people: ['mail', 'anybody: GET /weather/feed'] };
    const text = textOf({ from: '0.9.0', grants, added: addedGrants(grants, before) });
    expect(text.split('\n').filter((line) => line.startsWith('    people'))).to.deep.equal([
      '    people      sends mail to members of the workspace',
      '    people      answers anybody, without a sign-in: GET /weather/feed',
      '    people      answers anybody, without a sign-in: POST /weather/reports  (new)',
    ]);
  });

  it('shows all that is asked for, and says what it cuts', () => {
    const network = Array.from({ length: 500 }, (_, index) => `host-${index}.example:443`);
    const grants = { ...NONE, network, files: [`/data${' '.repeat(400)}/etc`] };
    const text = textOf({ from: '0.9.0', grants, added: { ...NONE, network: ['host-499.example:443'] } });
    expect(text.match(/host-\d+/g)).to.have.length(500);
    expect(text).to.include('host-499.example:443  (new)').and.include('(cut, 409 characters)');
  });
});
