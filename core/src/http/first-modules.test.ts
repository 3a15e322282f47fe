import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { FirstModules, withModules } from './first-modules.ts';

describe('modules that a page of the shell needs first', () => {
  let folder: string;
  let modules: FirstModules;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'datawave-modules-'));
    mkdirSync(join(folder, 'dist/ui'), { recursive: true });
    modules = new FirstModules();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (text: string): void => writeFileSync(join(folder, 'dist/ui/index.js'), text);
  const add = (id: string, slot: string): void => {
    const contributes = {
      ui: './ui/index.ts',
      slots: [{ slot, element: `${id}-part` }],
      pages: [{ path: `/${id}`, element: `${id}-page`, title: id, permission: 'signed-in' }],
    };
    modules.add({ directory: folder, manifest: { manifestVersion: 1, id, apiVersion: '^0.1', contributes } });
  };

  it('are those with something in the frame, on the start page, or at its address, with what they import', async () => {
    write(
      'import{a}from"./static/own-AbCd1234.js";import"./static/two-AbCd1234.js";import{b}from"lit";const c=()=>import("./static/later-AbCd1234.js");',
    );
    add('bell', 'frame.tools');
    add('card', 'overview.cards');
    add('other', 'asset.tabs');
    const of = (id: string): readonly string[] =>
      ['index.js', 'static/own-AbCd1234.js', 'static/two-AbCd1234.js'].map(
        (file) => `/plugins/${id}/ui/${file}`,
      );
    expect(await modules.at('/')).to.deep.equal([...of('bell'), ...of('card')]);
    expect(await modules.at('/other')).to.deep.equal([...of('bell'), ...of('other')]);
    modules.remove('bell');
    expect(await modules.at('/settings')).to.deep.equal([]);
  });

  it('are as they are built now, and none where nothing is built', async () => {
    add('bell', 'frame.tools');
    expect(await modules.at('/')).to.deep.equal([]);
    write('export {};');
    expect(await modules.at('/')).to.deep.equal(['/plugins/bell/ui/index.js']);
  });

  it('are named at the end of the head', () => {
    expect(withModules('<head><title>$&</title></head><body>', ['/a.js'])).to.equal(
      '<head><title>$&</title><link rel="modulepreload" href="/a.js">\n</head><body>',
    );
  });
});
