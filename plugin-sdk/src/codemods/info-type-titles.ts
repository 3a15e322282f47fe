import { type Identifier, type ImportSpecifier, Node, SyntaxKind } from 'ts-morph';
import type { Codemod, CodemodNote } from './codemod.ts';
import { importOf, removeImport, usesOf } from './imports.ts';

const UI = '@datawave/plugin-sdk/ui';

/** The functions that are gone, and where an element finds what they did. */
const MOVED = [
  { name: 'infoTypeTitle', becomes: 'this.infoTypeTitle' },
  { name: 'learnInfoTypeTitles', becomes: 'this.shell.infoTypes.learn' },
] as const;

/** `infoTypeTitle(id)` → `this.infoTypeTitle(id)`: the shell knows the titles, and the element follows them. */
export const infoTypeTitlesCodemod: Codemod = {
  id: 'info-type-titles',
  since: '0.1.0',
  title:
    'infoTypeTitle and learnInfoTypeTitles belong to the elements: this.infoTypeTitle, this.shell.infoTypes',
  apply: (file) =>
    MOVED.flatMap(({ name, becomes }) => {
      const found = importOf(file, UI, name);
      return found === undefined ? [] : move(found, name, becomes);
    }),
};

function move(found: ImportSpecifier, name: string, becomes: string): readonly CodemodNote[] {
  const notes: CodemodNote[] = [];
  for (const use of usesOf(found).toReversed()) {
    if (standsInElement(use)) use.replaceWithText(becomes);
    else {
      notes.push({
        line: use.getStartLineNumber(),
        message: `Hand over what ${name} did from the element, as ${becomes}: only elements know the shell.`,
      });
    }
  }
  if (notes.length === 0) removeImport(found);
  return notes.toReversed();
}

/** Whether `this` is an element there: in a method or field of a class that extends another, and in no function of its own. */
function standsInElement(use: Identifier): boolean {
  const owner = use.getFirstAncestor(
    (node) =>
      Node.isFunctionDeclaration(node) ||
      Node.isFunctionExpression(node) ||
      (Node.isObjectLiteralExpression(node.getParent()) && Node.isMethodDeclaration(node)) ||
      Node.isClassDeclaration(node) ||
      Node.isClassExpression(node),
  );
  if (!Node.isClassDeclaration(owner) && !Node.isClassExpression(owner)) return false;
  const isStatic = use
    .getAncestors()
    .some((node) => Node.isStaticable(node) && node.isStatic() && node.getFirstAncestor() !== undefined);
  return !isStatic && owner.getHeritageClauseByKind(SyntaxKind.ExtendsKeyword) !== undefined;
}
