import { css } from 'lit';

/** How the form of a rule looks. */
export const editorStyles = css`
  .columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--dw-space-5); align-items: start; }
  @media (min-width: 1100px) { .columns { grid-template-columns: minmax(0, 1fr) minmax(22rem, 30rem); } scan-rules-preview { position: sticky; top: calc(3.5rem + var(--dw-space-4)); max-height: calc(100vh - 3.5rem - 2 * var(--dw-space-4)); overflow-y: auto; } }
  .below { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: var(--dw-space-5); align-items: start; margin-top: var(--dw-space-6); }
  .templates { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: var(--dw-space-3); }
  .template { display: grid; align-content: start; gap: var(--dw-space-2); height: 100%; padding: var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); color: inherit; box-shadow: var(--dw-shadow); transition: border-color var(--dw-speed); }
  .template:hover { border-color: var(--dw-accent); text-decoration: none; }
  .template strong { font-weight: 600; }
  .template .facts-line { align-self: end; }
  .adapt { margin-bottom: var(--dw-space-5); }
  .end { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--dw-space-2); padding-top: var(--dw-space-4); border-top: 1px solid var(--dw-border); }
  .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr)); gap: var(--dw-space-4); align-items: start; }
  .choices { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: var(--dw-space-2); }
  .choice { display: flex; gap: var(--dw-space-2); padding: var(--dw-space-3); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); font-weight: 450; cursor: pointer; }
  .choice:has(:checked) { border-color: var(--dw-accent); background: var(--dw-accent-soft); }
  .choice strong { font-weight: 600; }
  .choosing { padding: 0.375rem 0.6875rem; border: 1px solid var(--dw-border-strong); border-radius: var(--dw-radius); background: var(--dw-surface); }
  .choosing > summary { min-height: 1.5rem; padding: 0; color: var(--dw-text); font-weight: 450; overflow-wrap: anywhere; }
  .options { display: grid; gap: var(--dw-space-2); max-height: 16rem; padding: var(--dw-space-1); overflow-y: auto; }
  .examples { margin-top: calc(-1 * var(--dw-space-2)); }
  .thresholds { display: grid; gap: var(--dw-space-2); }
  .growing { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr) auto; gap: var(--dw-space-2); align-items: center; }
  .times { display: grid; gap: var(--dw-space-1); }
  textarea.code, input:not([type='checkbox'], [type='radio']).code { font-family: var(--dw-font-mono); font-size: 0.92em; }
  textarea.code { min-height: 3.5rem; max-height: 16rem; field-sizing: content; }
  input:not([type='checkbox'], [type='radio']).narrow { width: 7rem; }
`;
