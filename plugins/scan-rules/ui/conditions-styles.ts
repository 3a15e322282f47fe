import { css } from 'lit';

/** How blocks of conditions look. */
export const conditionsStyles = css`
  :host { display: block; min-width: 0; }
  .top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--dw-space-2); }
  .views { display: flex; gap: var(--dw-space-1); }
  .group { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--dw-space-2); min-width: 0; }
  .group:not(.outermost) { padding: var(--dw-space-3); border: 1px dashed var(--dw-border-strong); border-radius: var(--dw-radius); background: var(--dw-surface-2); }
  .how { width: auto; justify-self: start; font-weight: 550; }
  ol { display: grid; gap: var(--dw-space-2); margin: 0; padding: 0; list-style: none; }
  li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: var(--dw-space-2); align-items: start; min-width: 0; }
  li.carried { opacity: 0.5; }
  .handle { display: grid; place-items: center; width: 1.75rem; min-height: var(--dw-control); padding: 0; border: 0; border-radius: var(--dw-radius-s); background: none; color: var(--dw-text-muted); cursor: grab; }
  .handle:hover { background: var(--dw-surface-3); color: var(--dw-text); }
  .test { display: grid; grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr) minmax(0, 1.4fr); gap: var(--dw-space-2); }
  textarea.code { min-height: var(--dw-control); max-height: 12rem; font-family: var(--dw-font-mono); font-size: 0.92em; field-sizing: content; }
  dw-code { --dw-code-min-height: 3.5rem; --dw-code-max-height: 14rem; }
  @media (max-width: 700px) { .test { grid-template-columns: minmax(0, 1fr); } .group:not(.outermost) { padding: var(--dw-space-2); } }
`;
