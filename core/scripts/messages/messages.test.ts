import { expect } from 'chai';
import { checkCatalog, findDisagreements } from './check-catalog.ts';
import { findBareText } from './find-bare-text.ts';
import { findKeys } from './find-keys.ts';
import { findSaid, knowsSaid } from './find-said.ts';
import { findPhysicalStyles } from './physical-styles.ts';
import { parseTypeScript } from './syntax.ts';

const keys = (source: string): readonly string[] =>
  findKeys('page.ts', source, parseTypeScript(source)).map(({ key, line }) => `${line} ${key}`);
const bare = (source: string): readonly string[] =>
  findBareText('page.ts', source, parseTypeScript(source)).map(({ line, text }) => `${line} ${text}`);

describe('texts that pages translate', () => {
  it('are found where they are written out, with their context, also both sides of a condition', () => {
    const source = [
      "import { count, msg, rich, t as tr } from '@datawave/plugin-sdk/ui';",
      "const TITLES = { open: msg('Open', 'state') };",
      "tr('Add a source'); rich('See <b>{n}</b>', {}); tr(isNew ? 'Add' : 'Save'); tr(page.title);",
      "tr('Open', {}, 'state'); count(n, 'column'); count(n, 'entry', 'entries');",
    ].join('\n');
    expect(keys(source)).to.deep.equal([
      '2 state|Open',
      ...['3 Add a source', '3 See <b>{n}</b>', '3 Add', '3 Save'],
      ...['4 state|Open', '4 {n, plural, one {# column} other {# columns}}'],
      '4 {n, plural, one {# entry} other {# entries}}',
    ]);
  });

  it('are not what another function of that name is called with', () => {
    expect(keys("const t = (text: string) => text; t('Add a source');")).to.deep.equal([]);
  });
});

describe('words that are not translated', () => {
  it('are found in templates: in text, in attributes that people read, and in expressions there', () => {
    const source = [
      'const a = html`<dw-card heading="Details" class="wide" .note=${"Some"}><p title="It">Read ${n} rows</p>',
      '  ${isNew ? "New" : nothing} <code>not prose</code> <b>–</b> DataWave &middot; <input placeholder=${"Name"}></dw-card>`;',
    ].join('\n');
    expect(bare(source)).to.have.members([
      ...['1 Details', '1 Some', '1 It', '1 Read … rows'],
      ...['2 New', '2 Name'],
    ]);
  });

  it('are found in tables, notices, dialogs, fields and the title of the window', () => {
    const source = [
      "notify({ message: 'It is saved.' }); announce('Saved');",
      "fieldOf('name', 'Name', input, { help: `Up to ${n} signs` });",
      "const column = { key: 'name', label: 'Name', title: t('Name'), type: 'text' };",
      "document.title = 'Sources'; type Shape = { title: 'Never shown' };",
    ].join('\n');
    expect(bare(source)).to.have.members([
      ...['1 It is saved.', '1 Saved', '2 Name', '2 Up to … signs', '3 Name', '4 Sources'],
    ]);
  });

  it('are not what is looked up, nor names in code', () => {
    expect(
      bare("html`<p class=${kind}>${t('Add')} ${id}</p>`; const a = { label: 'name', message: t('x') };"),
    ).to.deep.equal([]);
  });
});

describe('sentences of evidence', () => {
  const source = [
    'const a = { says: \'have digits\', detail: `the name ${verb} "${word}"` };',
    "against(-1, 'it is short'); said(2, `ends in ${x}`); other('not this');",
    'const b = { detail: row.detail };',
  ].join('\n');
  const said = findSaid('rules.ts', source, parseTypeScript(source)).map(({ key }) => key);

  it('are found on the server side, with a sign for what differs', () => {
    expect(said).to.deep.equal([
      ...['said|have digits', 'said|the name … "…"', 'said|it is short', 'said|ends in …'],
    ]);
  });

  it('are known by a form in any catalog, also what is said of one value', () => {
    const knows = knowsSaid([
      'said|have digits',
      'said|the name says "{word}"',
      'said|ends in {word}',
      'it is short',
    ]);
    expect([...said, 'said|has digits'].filter((key) => !knows(key))).to.deep.equal(['said|it is short']);
  });
});

describe('a catalog', () => {
  const found = ['Add', 'Save {name}', '{n, plural, one {# row} other {# rows}}'].map((key) => ({
    ...{ key, isRich: false, file: 'page.ts', line: 1 },
  }));

  it('is held to what is shown: nothing missing, nothing stale, the same placeholders', () => {
    const faults = checkCatalog(
      { 'Save {name}': '{nmae} speichern', Old: 'Alt', 'From the server': 'Vom Server', Add: '' },
      found,
      (text) => text === 'From the server',
    );
    expect(faults.untranslated.map(({ key }) => key)).to.deep.equal(['Add', found[2]?.key]);
    expect(faults.stale).to.deep.equal(['Old']);
    expect(faults.unfit).to.deep.equal(['“Save {name}” has {name}, its German {nmae}']);
  });

  it('may say a plural in other words, and what is no format may stand as it is', () => {
    const plural = '{n, plural, one {# row} other {# rows}}';
    const faults = checkCatalog(
      { Add: 'x', 'Save {name}': '{name} x', [plural]: '{n, plural, one {eine Zeile} other {# Zeilen}}' },
      found,
      () => true,
    );
    expect(faults.unfit).to.deep.equal([]);
    expect(checkCatalog({ 'a { b': 'x { y' }, [], () => true).unfit).to.deep.equal([]);
    expect(checkCatalog({ 'All {n}': 'Alle {n' }, [], () => true).unfit[0]).to.contain('cannot be read');
  });

  it('says the same as those of other packages', () => {
    const catalogs = new Map([
      ['plugins/a', { Add: 'Hinzufügen', Save: '' }],
      ['plugins/b', { Add: 'Ergänzen', Save: 'Speichern' }],
    ]);
    expect(findDisagreements(catalogs)).to.deep.equal([
      '“Add” is “Hinzufügen” in plugins/a and “Ergänzen” in plugins/b',
    ]);
  });
});

describe('styles that do not follow the direction of the language', () => {
  it('are found, and those that do are not', () => {
    const styles = [
      'a { margin-left: 1px; } b { margin-inline-start: 1px; }',
      'a { inset: 0 auto auto 0; } b { inset: 0 auto; } c { padding: 0 calc(1px + 2px) 0 calc(1px + 2px); }',
      'a { text-align: right; } b { text-align: end; border-left: 1px; }',
      'select:dir(rtl) { left: 0; } /* left: 0 */ b { --left: 1px; scroll-left: 1; }',
      'a { border-top-left-radius: 2px; }',
    ].join('\n');
    expect(findPhysicalStyles(styles).map(({ line, text }) => `${line} ${text}`)).to.deep.equal([
      ...['1 margin-left:', '2 inset: 0 auto auto 0', '3 text-align: right', '5 border-top-left-radius:'],
    ]);
  });
});
