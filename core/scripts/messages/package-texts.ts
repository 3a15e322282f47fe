import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BareText, findBareText } from './find-bare-text.ts';
import { type FoundKey, findKeys } from './find-keys.ts';
import { findSaid, writesEvidence } from './find-said.ts';
import { manifestTexts } from './manifest-texts.ts';
import { findPhysicalStyles } from './physical-styles.ts';
import { childOf, nameOf, parseTypeScript, quasisOf, type SyntaxNode, walk } from './syntax.ts';

/** What one package shows people. */
export interface PackageTexts {
  readonly folder: string;
  readonly keys: readonly FoundKey[];
  /** What its server side says, which any catalog may hold. */
  readonly said: readonly FoundKey[];
  readonly bare: readonly BareText[];
  /** Styles that name left and right, as `file:line style`. */
  readonly physical: readonly string[];
}

/**
 * Reads the pages of a package and its manifest.
 * @param files - of the package, relative to the root
 */
export function packageTexts(root: string, folder: string, files: readonly string[]): PackageTexts {
  const keys = [...manifestTexts(root, folder)];
  const said: FoundKey[] = [];
  const bare: BareText[] = [];
  const physical: string[] = [];
  for (const file of files) {
    if (!isPage(file)) {
      if (file.endsWith('.ts')) said.push(...saidIn(root, file));
      continue;
    }
    const source = readFileSync(join(root, file), 'utf8');
    if (file.endsWith('.css')) {
      physical.push(...findPhysicalStyles(source).map(({ text, line }) => `${file}:${line} ${text}`));
      continue;
    }
    // Most files without these have nothing to say, and are not parsed.
    if (!/html`|css`|\bt\(|msg\(|count\(|rich\(|title|label|message/.test(source)) continue;
    const tree = parseTypeScript(source);
    keys.push(...findKeys(file, source, tree));
    bare.push(...findBareText(file, source, tree));
    physical.push(...stylesIn(file, source, tree));
  }
  return { folder, keys, said, bare, physical };
}

function saidIn(root: string, file: string): readonly FoundKey[] {
  if (!/^(?:plugins\/[^/]+\/src|plugin-sdk\/src\/governance)\//.test(file)) return [];
  const source = readFileSync(join(root, file), 'utf8');
  return writesEvidence(file, source) ? findSaid(file, source, parseTypeScript(source)) : [];
}

/** Whether a file is shown by browsers. */
const isPage = (file: string): boolean =>
  /^(?:plugins\/[^/]+\/ui|plugin-sdk\/src\/ui|shell-ui\/src)\/.*\.(?:ts|css)$/.test(file) &&
  !/\.(?:test|d)\.ts$/.test(file);

function stylesIn(file: string, source: string, tree: SyntaxNode): readonly string[] {
  const found: string[] = [];
  walk(tree, (node) => {
    if (node.type !== 'TaggedTemplateExpression' || nameOf(childOf(node, 'tag')) !== 'css') return undefined;
    const template = childOf(node, 'quasi');
    const first = source.slice(0, node.start).split('\n').length;
    for (const { text, line } of findPhysicalStyles(template === null ? '' : quasisOf(template).join('0')))
      found.push(`${file}:${first + line - 1} ${text}`);
    return false;
  });
  return found;
}
