import { css } from 'lit';

/** Labels, inputs and their errors, for the form that is made from a schema and for those written by hand. @public */
export const formStyles = css`
  .field { display: grid; align-content: start; gap: 0.3125rem; min-width: 0; }
  label, .label { font-weight: 550; overflow-wrap: anywhere; }
  .optional, .unit { font-weight: 400; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .help { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); text-wrap: pretty; overflow-wrap: anywhere; }
  .fault { display: flex; gap: 0.375rem; color: var(--dw-danger-text); font-size: var(--dw-font-size-s); overflow-wrap: anywhere; }
  .fault dw-icon { margin-top: 0.15em; }
  input:not([type='checkbox'], [type='radio']), select, textarea {
    width: 100%; min-height: var(--dw-control); padding: 0.3125rem 0.6875rem; border: 1px solid var(--dw-border-strong); border-radius: var(--dw-radius);
    background: var(--dw-surface); color: var(--dw-text); font: inherit; transition: border-color var(--dw-speed), box-shadow var(--dw-speed);
  }
  input:not([type='checkbox'], [type='radio']):hover:enabled, select:hover:enabled, textarea:hover:enabled { border-color: color-mix(in srgb, var(--dw-border-strong) 70%, var(--dw-text)); }
  input:disabled, select:disabled, textarea:disabled { background: var(--dw-surface-2); color: var(--dw-text-muted); cursor: not-allowed; }
  input:read-only:not([type='checkbox'], [type='radio']), textarea:read-only { background: var(--dw-surface-2); }
  select:not([multiple]) {
    appearance: none; padding-inline-end: 2rem; cursor: pointer; text-overflow: ellipsis;
    background-image: linear-gradient(45deg, transparent 50%, currentColor 50%), linear-gradient(-45deg, transparent 50%, currentColor 50%);
    background-position: right 1.02rem center, right 0.76rem center; background-size: 0.28rem 0.28rem; background-repeat: no-repeat;
  }
  select:not([multiple]):dir(rtl) { background-position: left 0.76rem center, left 1.02rem center; }
  select option { background: var(--dw-surface); color: var(--dw-text); }
  textarea { min-height: 5rem; resize: vertical; }
  input::placeholder, textarea::placeholder { color: var(--dw-text-muted); opacity: 1; }
  input:not([type='checkbox'], [type='radio']):focus-visible, select:focus-visible, textarea:focus-visible { outline: 2px solid transparent; border-color: var(--dw-focus); box-shadow: 0 0 0 3px color-mix(in srgb, var(--dw-focus) 25%, transparent); }
  input[aria-invalid='true'], select[aria-invalid='true'], textarea[aria-invalid='true'] { border-color: var(--dw-danger-fill); }
  .affix { display: flex; align-items: center; gap: var(--dw-space-2); min-width: 0; }
  .affix > input, .affix > select { flex: 1 1 auto; min-width: 0; }
  .affix > .unit { flex: none; max-width: 50%; }
  .affix > .short { flex: 0 1 9rem; }
  .check { display: flex; align-items: flex-start; gap: var(--dw-space-2); }
  .check label { font-weight: 450; }
  .choices { display: grid; gap: var(--dw-space-2); }
  input[type='checkbox'], input[type='radio'] { flex: none; width: 1.0625rem; height: 1.0625rem; margin: 0.125rem 0 0; accent-color: var(--dw-accent); }
  input[type='checkbox'][role='switch'] {
    appearance: none; position: relative; width: 2.125rem; height: 1.25rem; margin: 0; border: 1px solid var(--dw-border-strong); border-radius: var(--dw-radius-full);
    background: var(--dw-surface-3); cursor: pointer; transition: background var(--dw-speed), border-color var(--dw-speed);
  }
  input[role='switch']::before {
    content: ''; position: absolute; inset-block: 2px; inset-inline-start: 2px; width: 0.875rem; border-radius: 50%; background: var(--dw-border-strong);
    transition: inset-inline-start var(--dw-speed) var(--dw-ease), background var(--dw-speed);
  }
  input[role='switch']:checked { background: var(--dw-accent); border-color: var(--dw-accent); }
  input[role='switch']:checked::before { inset-inline-start: calc(100% - 0.875rem - 2px); background: var(--dw-on-accent); }
  input[role='switch']:disabled { opacity: 0.55; cursor: not-allowed; }
  fieldset { min-width: 0; margin: 0; padding: 0; border: 0; display: grid; gap: var(--dw-space-4); }
  legend { padding: 0; margin-bottom: var(--dw-space-2); font-weight: 600; overflow-wrap: anywhere; }
  details > summary { cursor: pointer; color: var(--dw-link); font-weight: 500; padding: var(--dw-space-1) 0; border-radius: var(--dw-radius-s); }
  details[open] > summary { margin-bottom: var(--dw-space-3); }
  @media (forced-colors: active) {
    input[type='checkbox'][role='switch'] { forced-color-adjust: none; background: Canvas; border-color: ButtonText; }
    input[role='switch']::before { background: ButtonText; }
    input[role='switch']:checked { background: Highlight; border-color: Highlight; }
    input[role='switch']:checked::before { background: HighlightText; }
    input[aria-invalid='true'], select[aria-invalid='true'], textarea[aria-invalid='true'] { outline: 2px solid Mark; }
  }
`;
