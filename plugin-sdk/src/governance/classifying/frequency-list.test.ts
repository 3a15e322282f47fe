import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { type FrequencyList, MOST_LOG_RATIO, readFrequencyList } from './frequency-list.ts';

describe('readFrequencyList', () => {
  const folder = mkdtempSync(join(tmpdir(), 'datawave-frequency-list-'));
  after(() => rmSync(folder, { recursive: true }));

  const read = (text: string): FrequencyList => {
    const file = join(folder, 'list.txt');
    writeFileSync(file, text);
    return readFrequencyList(pathToFileURL(file));
  };

  it('says of a common name that it is likelier a name, and of a word that it is likelier a word', () => {
    const names = read('# source\njames\t3000\t2\nwill\t60\t9000\nzelda\t50\t\n');
    expect(names.size).to.equal(3);
    expect(names.weigh('james')).to.equal(MOST_LOG_RATIO);
    expect(names.weigh('will')).to.equal(-MOST_LOG_RATIO);
    expect(names.weigh('zelda')).to.be.within(0, MOST_LOG_RATIO);
  });

  it('knows what it holds, and says nothing of the rest', () => {
    const names = read('james\t3000\t2\n');
    expect([names.has('james'), names.has('zorro'), names.weigh('zorro')]).to.deep.equal([true, false, null]);
    expect([...names.entries()]).to.deep.equal(['james']);
  });

  it('counts what has no figures like the rarest that has some', () => {
    const names = read('a\t10\nb\t1\nc\n');
    expect(names.weigh('c')).to.equal(names.weigh('b'));
    expect(names.weigh('a')).to.be.above(names.weigh('b') ?? 0);
  });

  it('weighs nothing where no entry has figures', () => {
    const names = read('a\nb\n');
    expect([names.weigh('a'), names.weigh('b')]).to.deep.equal([0, 0]);
  });

  it('names the line of a count that is none', () => {
    expect(() => read('# head\na\tmany\n')).to.throw(TypeError, 'list.txt, line 2: "many" is no count');
    expect(() => read('a\t-1\n')).to.throw(TypeError, 'line 1');
  });
});
