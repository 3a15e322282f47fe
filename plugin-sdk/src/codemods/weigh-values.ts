import { Node, type ObjectLiteralExpression, type PropertyAssignment, SyntaxKind } from 'ts-morph';
import type { Codemod, CodemodNote } from './codemod.ts';

/** `matches`, `validate` and `valueWeight` of a rule over values → `weigh`: a value is asked once. */
export const weighValuesCodemod: Codemod = {
  id: 'weigh-values',
  since: '0.1.0',
  title: 'a rule whose values weigh differently answers weigh(value), null for what does not match',
  apply(file) {
    const notes: CodemodNote[] = [];
    const rules = file
      .getDescendantsOfKind(SyntaxKind.PropertyAssignment)
      .filter((property) => property.getName() === 'valueWeight')
      .toReversed();
    for (const property of rules) {
      const rule = property.getParent();
      if (!Node.isObjectLiteralExpression(rule) || !joinTests(rule, property)) {
        notes.push({
          line: property.getStartLineNumber(),
          message: 'Write "weigh" instead of "valueWeight": null for what does not match, else its weight.',
        });
      }
    }
    return notes.toReversed();
  },
};

function joinTests(rule: ObjectLiteralExpression, weight: PropertyAssignment): boolean {
  const tests: string[] = [];
  const given: PropertyAssignment[] = [];
  for (const name of ['matches', 'validate']) {
    const property = rule.getProperty(name);
    if (property === undefined) continue;
    if (!Node.isPropertyAssignment(property)) return false;
    const test = property.getInitializerOrThrow();
    const text = called(test);
    tests.push(
      test.getKind() === SyntaxKind.RegularExpressionLiteral ? `${text}.test(value)` : `${text}(value)`,
    );
    given.push(property);
  }
  if (tests.length === 0) return false;
  const weighs = `${called(weight.getInitializerOrThrow())}(value)`;
  for (const property of given) property.remove();
  weight.replaceWithText(`weigh: (value) => (${tests.join(' && ')} ? ${weighs} : null)`);
  return true;
}

/** An expression so that it can be called: functions written out stand in parentheses. */
function called(expression: Node): string {
  const text = expression.getText();
  return Node.isArrowFunction(expression) || Node.isFunctionExpression(expression) ? `(${text})` : text;
}
