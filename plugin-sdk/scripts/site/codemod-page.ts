import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODEMODS } from '../../src/codemods/index.ts';
import { codeBlock } from './highlight.ts';
import { escapeHtml } from './html.ts';
import type { SitePage } from './layout.ts';

/** The page of the codemods, each with the fixture that its test holds it to. */
export function makeCodemodPage(sdk: string): SitePage {
  const sections = CODEMODS.map(({ id, since, title }) => {
    const read = (which: string): string => {
      const file = join(sdk, 'test', 'codemods', 'fixtures', id, `${which}.ts.txt`);
      return existsSync(file) ? readFileSync(file, 'utf8') : '';
    };
    return `<h2 id="${id}"><a class="anchor" href="#${id}">${id}</a> <span class="kind">${since}</span></h2><p>${escapeHtml(title)}.</p>${codeBlock(read('before'), 'ts', 'Before')}${codeBlock(read('after'), 'ts', 'After')}`;
  });
  return {
    path: 'reference/codemods.html',
    title: 'Codemods',
    description: 'Breaking changes that a command follows in your sources.',
    html: `<h1>Codemods</h1><p class="lede">A breaking change of the SDK comes with a codemod where a machine can follow it. Run them in the folder of your plugin; what a person has to decide is named by file and line.</p>${codeBlock('npx datawave plugin codemod --dry   # shows what would change\nnpx datawave plugin codemod         # changes it', 'sh')}${sections.join('\n')}`,
    headings: CODEMODS.map(({ id }) => ({ depth: 2, id, text: id })),
  };
}
