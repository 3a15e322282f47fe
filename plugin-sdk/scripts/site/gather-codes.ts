import { Node, type ObjectLiteralExpression, Project, SyntaxKind } from 'ts-morph';
import type { RepositoryPlugin } from './gather-plugins.ts';
import { kernelCodes } from './kernel-codes.ts';

/** An error code: what it means and how to mend it. Where several places give it out, the words of each. */
export interface GatheredCode {
  readonly code: string;
  /** Id of the plugin that gives it out, or `core`. */
  readonly owner: string;
  readonly means: readonly string[];
  readonly mend: readonly string[];
}

/** What is known so far of a code within a plugin. */
interface Words {
  readonly means: Set<string>;
  readonly mend: Set<string>;
}

/** The codes of all plugins, read off the errors that their sources make. */
export function gatherCodes(plugins: readonly RepositoryPlugin[], page: string): readonly GatheredCode[] {
  const kernel = kernelCodes(page);
  const listed = new Set(kernel.map(({ code }) => code));
  const found = plugins.flatMap((plugin) =>
    [...codesOf(plugin, listed)].map(([code, { means, mend }]) => ({
      code,
      owner: plugin.id,
      means: [...means].sort(),
      mend: [...mend].sort(),
    })),
  );
  // Who only looks for another's code gives none out.
  const told = new Set(found.filter(({ means }) => means.length > 0).map(({ code }) => code));
  const given = found.filter(({ code, means }) => means.length > 0 || !told.has(code));
  const key = ({ code, owner }: GatheredCode): string => `${code} ${owner}`;
  return [...kernel, ...given].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}

function codesOf(plugin: RepositoryPlugin, listed: ReadonlySet<string>): ReadonlyMap<string, Words> {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    compilerOptions: { noLib: true },
  });
  const codes = new Map<string, Words>();
  /** Functions that make an error of words they are given, by name. */
  const makers = new Map<string, Words>();
  for (const { path, text } of plugin.sources) {
    if (!/["']DW_[A-Z0-9_]*[A-Z0-9]["']/.test(text)) continue;
    for (const literal of project
      .createSourceFile(`/${path}`, text)
      .getDescendantsOfKind(SyntaxKind.StringLiteral)) {
      const code = literal.getLiteralValue();
      if (!/^DW_[A-Z0-9_]*[A-Z0-9]$/.test(code) || listed.has(code)) continue;
      const words = codes.get(code) ?? { means: new Set(), mend: new Set() };
      codes.set(code, words);
      const said = wordsBeside(literal);
      if (said.message !== null) words.means.add(said.message);
      if (said.hint !== null) words.mend.add(said.hint);
      const maker = said.isMade ? makerOf(literal) : null;
      if (maker !== null) makers.set(maker, words);
    }
  }
  if (makers.size > 0) addWordsOfCalls(plugin, project, makers);
  return codes;
}

/** Takes the words that makers of errors are given where they are called. */
function addWordsOfCalls(
  plugin: RepositoryPlugin,
  project: Project,
  makers: ReadonlyMap<string, Words>,
): void {
  for (const { path, text } of plugin.sources) {
    if (![...makers.keys()].some((name) => text.includes(`${name}(`))) continue;
    const file = project.getSourceFile(`/${path}`) ?? project.createSourceFile(`/${path}`, text);
    for (const call of file.getDescendantsOfKind(SyntaxKind.CallExpression)) {
      const words = makers.get(call.getExpression().getText());
      if (words === undefined) continue;
      const [message, hint] = sentences(call.getArguments());
      if (message !== undefined) words.means.add(message);
      if (hint !== undefined) words.mend.add(hint);
    }
  }
}

const makerOf = (literal: Node): string | null =>
  literal.getFirstAncestorByKind(SyntaxKind.VariableDeclaration)?.getName() ??
  literal.getFirstAncestorByKind(SyntaxKind.FunctionDeclaration)?.getName() ??
  null;

const sentences = (nodes: readonly Node[]): readonly string[] =>
  nodes.flatMap((node) => {
    const text = sentence(node);
    return text?.includes(' ') === true ? [text] : [];
  });

interface SaidBeside {
  readonly message: string | null;
  readonly hint: string | null;
  /** Whether the words are given to a function around it. */
  readonly isMade: boolean;
}

/** The message and the hint that stand with a code: in the same object, else among the arguments of the same call. */
function wordsBeside(literal: Node): SaidBeside {
  const property = literal.getFirstAncestorByKind(SyntaxKind.PropertyAssignment);
  const object = property?.getName() === 'code' ? property.getParent() : undefined;
  if (Node.isObjectLiteralExpression(object)) {
    const [message, hint] = [textOf(object, 'message'), textOf(object, 'hint')];
    return { message, hint, isMade: message === null && object.getProperty('message') !== undefined };
  }
  const call = literal.getParent();
  const given = Node.isArrayLiteralExpression(call)
    ? call.getElements()
    : Node.isCallExpression(call) || Node.isNewExpression(call)
      ? call.getArguments()
      : [];
  const [message = commentAbove(literal), hint = null] = sentences(
    given.filter((argument) => argument !== literal),
  );
  return { message: given.length === 0 ? null : message, hint, isMade: false };
}

/** The first sentence of the comment above the constant or function around a node. */
function commentAbove(node: Node): string | null {
  const statement =
    node.getFirstAncestorByKind(SyntaxKind.VariableStatement) ??
    node.getFirstAncestorByKind(SyntaxKind.FunctionDeclaration);
  return statement?.getJsDocs()[0]?.getCommentText()?.replaceAll(/\s+/g, ' ') ?? null;
}

function textOf(object: ObjectLiteralExpression, name: string): string | null {
  const property = object.getProperty(name);
  return Node.isPropertyAssignment(property) ? sentence(property.getInitializerOrThrow()) : null;
}

/** A text as it is written, with the names of what is put into it. */
function sentence(node: Node): string | null {
  if (Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node)) return node.getLiteralText();
  if (Node.isConditionalExpression(node))
    return sentence(node.getWhenFalse()) ?? sentence(node.getWhenTrue());
  if (!Node.isTemplateExpression(node)) return null;
  return node
    .getTemplateSpans()
    .reduce(
      (text, span) => `${text}${placeOf(span.getExpression())}${span.getLiteral().getLiteralText()}`,
      node.getHead().getLiteralText(),
    )
    .replaceAll(/\s+/g, ' ');
}

/** What stands in a sentence for an expression: its own last word, or points where that says nothing. */
function placeOf(expression: Node): string {
  const name = Node.isPropertyAccessExpression(expression) ? expression.getName() : expression.getText();
  return /^[A-Za-z]\w*$/.test(name) ? `‹${name}›` : '‹…›';
}
