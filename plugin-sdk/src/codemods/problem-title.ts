import { Node } from 'ts-morph';
import type { Codemod, CodemodNote } from './codemod.ts';
import { importOf, removeImport, usesOf } from './imports.ts';

/** `problemText(problem)` → `problem.title`: the title of a refusal is in the chosen language by itself. */
export const problemTitleCodemod: Codemod = {
  id: 'problem-title',
  since: '0.1.0',
  title: 'problemText(problem) is problem.title, which is in the chosen language already',
  apply(file) {
    const found = importOf(file, '@datawave/plugin-sdk/ui', 'problemText');
    if (found === undefined) return [];
    const notes: CodemodNote[] = [];
    for (const use of usesOf(found).toReversed()) {
      const call = use.getParent();
      const problem =
        Node.isCallExpression(call) && call.getExpression() === use ? call.getArguments()[0] : undefined;
      if (problem === undefined || Node.isObjectLiteralExpression(problem)) {
        notes.push({
          line: use.getStartLineNumber(),
          message: 'Take the title of the problem itself instead of problemText; it is translated already.',
        });
        continue;
      }
      const isSimple =
        Node.isIdentifier(problem) ||
        Node.isPropertyAccessExpression(problem) ||
        Node.isCallExpression(problem);
      call?.replaceWithText(isSimple ? `${problem.getText()}.title` : `(${problem.getText()}).title`);
    }
    if (notes.length === 0) removeImport(found);
    return notes.toReversed();
  },
};
