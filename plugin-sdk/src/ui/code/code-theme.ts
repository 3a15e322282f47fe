import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { css } from 'lit';

/** The editor as the tokens have it: both themes and both densities follow by themselves. */
export const codeTheme = EditorView.theme({
  '&': { color: 'var(--dw-text)', backgroundColor: 'transparent', fontSize: 'var(--dw-font-size-s)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--dw-font-mono)',
    lineHeight: '1.6',
    overflow: 'auto',
    maxBlockSize: 'var(--dw-code-max-height, 28rem)',
  },
  '.cm-content': {
    paddingBlock: 'var(--dw-space-2)',
    caretColor: 'var(--dw-text)',
    minBlockSize: 'var(--dw-code-min-height, auto)',
  },
  '.cm-line': { paddingInline: '0.6875rem' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--dw-text-muted)',
    border: 'none',
    paddingInlineStart: 'var(--dw-space-2)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--dw-accent) 5%, transparent)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--dw-accent-soft)',
    outline: '1px solid var(--dw-accent)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--dw-danger-soft)' },
  '.cm-placeholder': { color: 'var(--dw-text-muted)' },
  '.cm-tooltip': {
    border: '1px solid var(--dw-border)',
    borderRadius: 'var(--dw-radius)',
    backgroundColor: 'var(--dw-surface)',
    color: 'var(--dw-text)',
    boxShadow: 'var(--dw-shadow-l)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--dw-font-mono)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.25rem 0.5rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--dw-accent)',
    color: 'var(--dw-on-accent)',
  },
  '.cm-diagnostic': { padding: '0.375rem 0.625rem', fontFamily: 'var(--dw-font)' },
  '.dw-match': {
    backgroundColor: 'color-mix(in srgb, var(--dw-warning-fill) 35%, transparent)',
    borderRadius: '2px',
    outline: '1px solid var(--dw-warning-fill)',
  },
  '.dw-match.dw-even': {
    backgroundColor: 'color-mix(in srgb, var(--dw-info-fill) 35%, transparent)',
    outlineColor: 'var(--dw-info-fill)',
  },
});

/** Colours of syntax: those of words on the surface, which are legible in both themes. */
export const codeColours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--dw-accent-text)' },
  { tag: [tags.string, tags.content], color: 'var(--dw-success-text)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--dw-warning-text)' },
  { tag: [tags.keyword, tags.className, tags.typeName], color: 'var(--dw-info-text)', fontWeight: '600' },
  { tag: [tags.escape], color: 'var(--dw-danger-text)' },
  { tag: [tags.bracket, tags.operator], color: 'var(--dw-accent-text)', fontWeight: '600' },
  { tag: [tags.comment, tags.meta], color: 'var(--dw-text-muted)', fontStyle: 'italic' },
]);

export const codeStyles = css`
  :host { display: block; min-width: 0; }
  .frame { border: 1px solid var(--dw-border-strong); border-radius: var(--dw-radius); background: var(--dw-surface); overflow: clip; }
  .frame:focus-within { border-color: var(--dw-focus); box-shadow: 0 0 0 3px color-mix(in srgb, var(--dw-focus) 25%, transparent); }
  .frame.read { border-color: var(--dw-border); background: var(--dw-surface-2); }
  .frame.wrong { border-color: var(--dw-danger-fill); }
  .sample { display: grid; gap: 0.3125rem; margin-block-start: var(--dw-space-3); }
`;
