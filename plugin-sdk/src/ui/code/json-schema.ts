import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { Diagnostic } from '@codemirror/lint';
import type { EditorState } from '@codemirror/state';
import { t } from '../i18n/translate.ts';

type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>['resolve']>;

/** What of a JSON Schema the editor knows: enough to complete names and values and to find what does not fit. @public */
export interface CodeSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, CodeSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | CodeSchema;
  readonly items?: CodeSchema;
  readonly enum?: readonly unknown[];
}

const TYPES: Readonly<Record<string, string>> = {
  Object: 'object',
  Array: 'array',
  String: 'string',
  Number: 'number',
  True: 'boolean',
  False: 'boolean',
  Null: 'null',
};

const textAt = (state: EditorState, node: SyntaxNode): string => state.sliceDoc(node.from, node.to);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not finished yet; the syntax says so by itself.
    return undefined;
  }
}

const nameOf = (state: EditorState, property: SyntaxNode): string => {
  const name = property.getChild('PropertyName');
  return name === null ? '' : String(parsed(textAt(state, name)) ?? '');
};

const inProperty = (schema: CodeSchema, name: string): CodeSchema | undefined =>
  (schema.properties !== undefined && Object.hasOwn(schema.properties, name)
    ? schema.properties[name]
    : undefined) ??
  (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);

/** The schema of the value that a node of the tree stands in. */
function schemaAt(state: EditorState, node: SyntaxNode | null, root: CodeSchema): CodeSchema | undefined {
  if (node === null || node.name === 'JsonText') return root;
  const { parent } = node;
  if (node.name === 'Property') {
    const around = schemaAt(state, parent, root);
    return around === undefined ? undefined : inProperty(around, nameOf(state, node));
  }
  if (parent?.name === 'Array') return schemaAt(state, parent, root)?.items;
  return schemaAt(state, parent, root);
}

function typeFault(schema: CodeSchema, type: string, text: string): string | null {
  const wanted = schema.type === undefined ? [] : [schema.type].flat();
  const isWhole = type === 'number' && Number.isInteger(Number(text));
  const fits = wanted.length === 0 || wanted.includes(type) || (isWhole && wanted.includes('integer'));
  if (!fits) return t('This must be of the type {type}.', { type: wanted.join(', ') });
  if (schema.enum === undefined || type === 'object' || type === 'array') return null;
  const value = parsed(text);
  return value === undefined || schema.enum.includes(value)
    ? null
    : t('This must be one of: {values}.', { values: schema.enum.map(String).join(', ') });
}

/** What does not fit the schema, each where it stands. */
export function schemaFaults(state: EditorState, root: CodeSchema): readonly Diagnostic[] {
  const faults: Diagnostic[] = [];
  const add = (node: SyntaxNode, message: string): void => {
    faults.push({ from: node.from, to: Math.max(node.to, node.from), severity: 'warning', message });
  };
  const look = (node: SyntaxNode, schema: CodeSchema): void => {
    const type = TYPES[node.name];
    if (type === undefined) return;
    const fault = typeFault(schema, type, textAt(state, node));
    if (fault !== null) add(node, fault);
    else if (type === 'array' && schema.items !== undefined)
      for (let item = node.firstChild; item !== null; item = item.nextSibling) look(item, schema.items);
    else if (type === 'object') {
      const properties = node.getChildren('Property');
      const names = new Set(properties.map((property) => nameOf(state, property)));
      const missing = (schema.required ?? []).filter((name) => !names.has(name));
      if (missing.length > 0) {
        const first = { ...node, from: node.from, to: node.from + 1 } as SyntaxNode;
        add(first, t('This is missing: {names}.', { names: missing.join(', ') }));
      }
      for (const property of properties) {
        const name = property.getChild('PropertyName');
        const inside = inProperty(schema, nameOf(state, property));
        if (inside === undefined && schema.additionalProperties === false && name !== null)
          add(name, t('There is no such property here.'));
        if (inside !== undefined && property.lastChild !== null) look(property.lastChild, inside);
      }
    }
  };
  const top = syntaxTree(state).topNode.firstChild;
  if (top !== null) look(top, root);
  return faults;
}

/** Names of properties and values that the schema allows where somebody writes. */
export function schemaCompletion(context: CompletionContext, root: CodeSchema): CompletionResult | null {
  const node = syntaxTree(context.state).resolveInner(context.pos, -1);
  const isName = node.name === 'PropertyName' || node.name === 'Object';
  const word = context.matchBefore(/"?[\w$-]*"?/);
  const from =
    node.name === 'PropertyName' || node.name === 'String' ? node.from : (word?.from ?? context.pos);
  if (isName) {
    const object = node.name === 'Object' ? node : node.parent?.parent;
    const schema = object ? schemaAt(context.state, object, root) : undefined;
    if (schema?.properties === undefined || !(context.explicit || node.name === 'PropertyName')) return null;
    return {
      from,
      options: Object.entries(schema.properties).map(([name, { title, description }]) => ({
        label: JSON.stringify(name),
        type: 'property',
        ...((title ?? description) === undefined ? {} : { detail: t(title ?? description ?? '') }),
      })),
    };
  }
  const schema = schemaAt(context.state, node, root);
  const values = schema?.enum ?? (schema?.type === 'boolean' ? [true, false] : []);
  if (values.length === 0) return null;
  return { from, options: values.map((value) => ({ label: JSON.stringify(value), type: 'enum' })) };
}
