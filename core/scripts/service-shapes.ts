import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ts } from 'ts-morph';
import type { Alternative, Alternatives } from '../src/isolation/argument-shapes.ts';
import { listFiles, root } from './repository.ts';

/** Contracts are shared by the SDK alone: types of other packages are taken for anything. */
const SOURCES = ['src/services/*.ts', 'src/governance/*.ts', 'src/*.ts'];
const ANY: Alternatives = ['any'];
const DEEPEST = 6;

interface Declarations {
  readonly types: ReadonlyMap<string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration | null>;
  /** Name of the interface by the id of the service. */
  readonly services: ReadonlyMap<string, string>;
}

function readDeclarations(): Declarations {
  const types = new Map<string, ts.InterfaceDeclaration | ts.TypeAliasDeclaration | null>();
  const services = new Map<string, string>();
  for (const file of listFiles(...SOURCES).filter((name) => /^plugin-sdk.*(?<!\.test)\.ts$/.test(name))) {
    const text = readFileSync(join(root, file), 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    for (const statement of source.statements) {
      if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) {
        const { text: name } = statement.name;
        // Of two with one name it cannot be said which is meant.
        types.set(name, types.has(name) ? null : statement);
      }
    }
    for (const [, type = '', id = ''] of text.matchAll(/= serviceRef<(\w+)>\('([\w.-]+)'\)/g))
      services.set(id, type);
  }
  return { types, services };
}

/** What each argument of each method of each service may be, as the contracts of the SDK say, as a module. */
export function renderServiceShapes(): string {
  const declarations = readDeclarations();
  const lines: string[] = [];
  for (const [id, name] of [...declarations.services].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const declared = declarations.types.get(name);
    if (declared === undefined || declared === null || !ts.isInterfaceDeclaration(declared)) continue;
    const methods = new Map<string, readonly Alternatives[]>();
    for (const member of declared.members)
      if (ts.isMethodSignature(member))
        methods.set(
          member.name.getText(),
          member.parameters.map((parameter) => withOptional(parameter, declarations, 0)),
        );
    lines.push(`  '${id}': {`);
    for (const [method, shapes] of methods) lines.push(`    ${method}: '${JSON.stringify(shapes)}',`);
    lines.push('  },');
  }
  return [
    '// Generated from the contracts of plugin-sdk; run "npm run generate".',
    '',
    '/** JSON of what each argument may be, by service and method. */',
    'export const SERVICE_SHAPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}

function withOptional(
  { type, questionToken }: ts.ParameterDeclaration | ts.PropertySignature,
  declarations: Declarations,
  depth: number,
): Alternatives {
  const shape = type === undefined ? ANY : shapeOf(type, declarations, depth);
  return questionToken === undefined || shape.includes('any') ? shape : [...shape, 'undefined'];
}

function shapeOf(node: ts.TypeNode, declarations: Declarations, depth: number): Alternatives {
  if (depth > DEEPEST) return ANY;
  if (ts.isParenthesizedTypeNode(node)) return shapeOf(node.type, declarations, depth);
  if (ts.isTypeOperatorNode(node)) return shapeOf(node.type, declarations, depth);
  if (ts.isArrayTypeNode(node)) return [{ list: shapeOf(node.elementType, declarations, depth + 1) }];
  if (ts.isUnionTypeNode(node)) {
    const all = node.types.flatMap((one) => shapeOf(one, declarations, depth));
    return all.includes('any') ? ANY : [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
  }
  if (ts.isIntersectionTypeNode(node))
    return merged(node.types.map((one) => shapeOf(one, declarations, depth)));
  if (ts.isTypeLiteralNode(node)) return fieldsOf(node.members, declarations, depth);
  if (ts.isLiteralTypeNode(node)) return [literalOf(node)];
  if (ts.isTypeReferenceNode(node)) return referenceOf(node, declarations, depth);
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
    case ts.SyntaxKind.TemplateLiteralType:
      return ['text'];
    case ts.SyntaxKind.NumberKeyword:
      return ['number'];
    case ts.SyntaxKind.BooleanKeyword:
      return ['boolean'];
    case ts.SyntaxKind.UndefinedKeyword:
      return ['undefined'];
    default:
      return ANY;
  }
}

function literalOf({ literal }: ts.LiteralTypeNode): Alternative {
  if (ts.isStringLiteral(literal)) return 'text';
  if (ts.isNumericLiteral(literal)) return 'number';
  return literal.kind === ts.SyntaxKind.NullKeyword ? 'null' : 'boolean';
}

function referenceOf(node: ts.TypeReferenceNode, declarations: Declarations, depth: number): Alternatives {
  const name = node.typeName.getText();
  if (name === 'ExecutionScope') return ['scope'];
  if (name === 'SqlFragment') return ['sql'];
  const [first] = node.typeArguments ?? [];
  if (first !== undefined)
    return ['Readonly', 'Partial', 'Required', 'Pick', 'Omit'].includes(name)
      ? optional(shapeOf(first, declarations, depth))
      : ANY;
  const declared = declarations.types.get(name);
  if (declared === undefined || declared === null || declared.typeParameters !== undefined) return ANY;
  if (ts.isTypeAliasDeclaration(declared)) return shapeOf(declared.type, declarations, depth + 1);
  const bases = (declared.heritageClauses ?? []).flatMap(({ types }) => [...types]);
  return merged([
    ...bases.map((base) => baseOf(base, declarations, depth)),
    fieldsOf(declared.members, declarations, depth),
  ]);
}

/** What an interface extends, if it is another one by its name alone. */
function baseOf(
  base: ts.ExpressionWithTypeArguments,
  declarations: Declarations,
  depth: number,
): Alternatives {
  const declared = declarations.types.get(base.getText());
  return declared === undefined || declared === null || !ts.isInterfaceDeclaration(declared)
    ? ANY
    : merged([fieldsOf(declared.members, declarations, depth), ...(declared.heritageClauses ? [ANY] : [])]);
}

/** What is all of these at once, where each is an object. */
function merged(shapes: readonly Alternatives[]): Alternatives {
  const all = shapes.map(([only, ...others]) =>
    typeof only === 'object' && 'fields' in only && others.length === 0 ? only.fields : null,
  );
  if (all.includes(null)) return ANY;
  return [{ fields: Object.assign({}, ...all) as Readonly<Record<string, Alternatives>> }];
}

/** Of what was picked or made optional, every field may be missing. */
const optional = (shape: Alternatives): Alternatives =>
  shape.map((one) =>
    typeof one === 'object' && 'fields' in one
      ? {
          fields: Object.fromEntries(
            Object.entries(one.fields).map(([name, field]) => [
              name,
              [...new Set([...field, 'undefined' as const])],
            ]),
          ),
        }
      : one,
  );

function fieldsOf(
  members: ts.NodeArray<ts.TypeElement>,
  declarations: Declarations,
  depth: number,
): Alternatives {
  const fields: Record<string, Alternatives> = {};
  for (const member of members) {
    // What has methods is no plain data.
    if (!ts.isPropertySignature(member) || ts.isComputedPropertyName(member.name)) return ANY;
    fields[member.name.getText().replaceAll("'", '')] = withOptional(member, declarations, depth + 1);
  }
  return [{ fields }];
}
