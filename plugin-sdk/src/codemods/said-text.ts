import { Node } from 'ts-morph';
import type { Codemod, CodemodNote } from './codemod.ts';
import { addImport, importOf, removeImport, usesOf } from './imports.ts';

const UI = '@datawave/plugin-sdk/ui';

/** `reasonText(reason, forms)` → `saidText(reason)`: the catalogs of the plugins hold the forms. */
export const saidTextCodemod: Codemod = {
  id: 'said-text',
  since: '0.1.0',
  title: 'reasonText is saidText, which finds the forms of a sentence in the catalogs itself',
  apply(file) {
    const found = importOf(file, UI, 'reasonText');
    if (found === undefined) return [];
    const notes: CodemodNote[] = [];
    let isNeeded = false;
    // From the end, so that the places before stay where they are.
    for (const use of usesOf(found).toReversed()) {
      const call = use.getParent();
      if (Node.isCallExpression(call) && call.getExpression() === use) {
        const [sentence] = call.getArguments();
        if (sentence !== undefined) {
          call.replaceWithText(`saidText(${sentence.getText()})`);
          continue;
        }
      }
      isNeeded = true;
      notes.push({
        line: use.getStartLineNumber(),
        message: 'Give saidText instead of reasonText here; it takes the sentence alone.',
      });
    }
    if (!isNeeded) removeImport(found);
    addImport(file, UI, 'saidText');
    return notes.toReversed();
  },
};
