import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter, lintKeymap } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { t } from '../i18n/translate.ts';
import { codeColours, codeTheme } from './code-theme.ts';
import { type CodeSchema, schemaCompletion, schemaFaults } from './json-schema.ts';
import { patternLanguage } from './pattern-language.ts';

/** What is written. @public */
export type CodeLanguage = 'json' | 'yaml' | 'regex' | 'text';

/** What an editor is set up from. */
export interface CodeSetup {
  readonly language: CodeLanguage;
  readonly label: string;
  readonly isReadOnly: boolean;
  readonly hasNumbers: boolean;
  readonly isInvalid: boolean;
  readonly placeholder: string;
  readonly schema: CodeSchema | null;
  /** Ids of what describes it. */
  readonly describedBy: string;
}

const oneLine = EditorState.transactionFilter.of((change) => (change.newDoc.lines > 1 ? [] : change));

/** What is selected now. The state may not have heard of it yet. */
function markedIn(view: EditorView): { readonly from: number; readonly to: number } | null {
  // Chromium alone tells what is selected within a shadow tree there, and the others in the document.
  const root = view.root as DocumentOrShadowRoot & { getSelection?: () => Selection | null };
  const marked = root.getSelection?.() ?? document.getSelection();
  const { anchorNode, focusNode } = marked ?? { anchorNode: null, focusNode: null };
  if (!marked || !view.contentDOM.contains(anchorNode) || !view.contentDOM.contains(focusNode)) return null;
  if (anchorNode === null || focusNode === null || marked.isCollapsed) return null;
  const ends = [view.posAtDOM(anchorNode, marked.anchorOffset), view.posAtDOM(focusNode, marked.focusOffset)];
  return { from: Math.min(...ends), to: Math.max(...ends) };
}

/**
 * Writes over what is selected by itself: Chromium would keep the look of what was there in a style attribute, which the content
 * security policy refuses and reports.
 */
export const writeOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const text = event.data;
    if (event.inputType !== 'insertText' || text === null || event.isComposing || !event.cancelable)
      return false;
    const span = markedIn(view);
    if (span === null || view.state.readOnly) return false;
    const { from, to } = span;
    const insert = () =>
      view.state.update({
        changes: { from, to, insert: text },
        selection: { anchor: from + text.length },
        userEvent: 'input.type',
        scrollIntoView: true,
      });
    event.preventDefault();
    const isHandled = view.state
      .facet(EditorView.inputHandler)
      .some((handle) => handle(view, from, to, text, insert));
    if (!isHandled) view.dispatch(insert());
    return true;
  },
});

/** What is wrong with the text as JSON, in the words of the page. */
function jsonFaults(view: EditorView, schema: CodeSchema | null): readonly Diagnostic[] {
  if (view.state.doc.toString().trim() === '') return [];
  const syntax = jsonParseLinter()(view);
  if (syntax.length > 0)
    return syntax.map((fault) => ({
      ...fault,
      message: t('This is not JSON: {reason}', { reason: fault.message }),
    }));
  return schema === null ? [] : schemaFaults(view.state, schema);
}

function languageOf({ language, schema, isReadOnly }: CodeSetup): Extension {
  if (language === 'yaml') return yaml();
  if (language === 'regex') return [patternLanguage, oneLine];
  if (language !== 'json') return [];
  return [
    json(),
    isReadOnly ? [] : linter((view) => jsonFaults(view, schema), { delay: 300 }),
    autocompletion({
      override: schema === null ? [] : [(context) => schemaCompletion(context, schema)],
      icons: false,
    }),
  ];
}

/** All that makes an editor of what is given. */
export function setupOf(setup: CodeSetup): Extension {
  const { language, isReadOnly } = setup;
  const edits = isReadOnly
    ? [EditorState.readOnly.of(true), EditorView.editable.of(false)]
    : [
        history(),
        writeOver,
        indentOnInput(),
        closeBrackets(),
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          ...lintKeymap,
          // Escape lets the next Tab go on to what follows, as CodeMirror has it. A single line is never indented.
          ...(language === 'regex' || language === 'text' ? [] : [indentWithTab]),
        ]),
      ];
  return [
    codeTheme,
    syntaxHighlighting(codeColours),
    edits,
    keymap.of(defaultKeymap),
    language === 'text' ? [] : bracketMatching(),
    languageOf(setup),
    setup.hasNumbers ? lineNumbers() : [],
    setup.placeholder === '' ? [] : placeholder(setup.placeholder),
    EditorView.lineWrapping,
    EditorState.tabSize.of(2),
    EditorView.contentAttributes.of({
      'aria-label': setup.label,
      'aria-readonly': String(isReadOnly),
      'aria-invalid': String(setup.isInvalid),
      ...(setup.describedBy === '' ? {} : { 'aria-describedby': setup.describedBy }),
      ...(isReadOnly ? { tabindex: '0' } : {}),
    }),
  ];
}
