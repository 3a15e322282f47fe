import { css } from 'lit';

/** Of a text that somebody wrote in Markdown: one column that reads well. */
export const markdownStyles = css`
  .markdown { display: grid; gap: var(--dw-space-3); grid-template-columns: minmax(0, 1fr); max-width: 46rem; overflow-wrap: anywhere; }
  .markdown .heading { font-weight: 600; margin-block-start: var(--dw-space-3); }
  .markdown .h2 { font-size: var(--dw-font-size-l); }
  .markdown .h3 { font-size: var(--dw-font-size-md); }
  .markdown pre { overflow-x: auto; padding: var(--dw-space-3) var(--dw-space-4); border-radius: var(--dw-radius); background: var(--dw-surface-2); }
  .markdown blockquote { margin: 0; padding-inline-start: var(--dw-space-4); border-inline-start: 3px solid var(--dw-border-strong); color: var(--dw-text-muted); }
  .markdown :is(ul, ol) { display: grid; gap: var(--dw-space-1); margin: 0; padding-inline-start: 1.5rem; list-style: revert; }
  .markdown .wide { overflow-x: auto; }
  .markdown table { border-collapse: collapse; }
  .markdown :is(th, td) { padding: var(--dw-space-2) var(--dw-space-3); border: 1px solid var(--dw-border); text-align: start; }
`;
