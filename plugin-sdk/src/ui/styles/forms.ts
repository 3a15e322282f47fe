import { css } from 'lit';

/** Labels, inputs and their errors, for the form that is made from a schema and for those written by hand. @public */
export const formStyles = css`
  .field { display: grid; gap: 0.3125rem; min-width: 0; }
  label, .label { font-weight: 550; }
  .optional { font-weight: 400; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .help { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); text-wrap: pretty; }
  .fault { display: flex; gap: 0.375rem; color: var(--dw-danger-text); font-size: var(--dw-font-size-s); }
  input:not([type='checkbox'], [type='radio']), select, textarea {
    width: 100%; min-height: var(--dw-control); padding: 0.375rem 0.6875rem; border: 1px solid var(--dw-border-strong); border-radius: var(--dw-radius);
    background: var(--dw-surface); color: var(--dw-text); font: inherit; transition: border-color var(--dw-speed), box-shadow var(--dw-speed);
  }
  select:not([multiple]) {
    appearance: none; padding-inline-end: 2rem; cursor: pointer; text-overflow: ellipsis;
    background-image: linear-gradient(45deg, transparent 50%, currentColor 50%), linear-gradient(-45deg, transparent 50%, currentColor 50%);
    background-position: right 1.02rem center, right 0.76rem center; background-size: 0.28rem 0.28rem; background-repeat: no-repeat;
  }
  select option { background: var(--dw-surface); color: var(--dw-text); }
  textarea { min-height: 5rem; resize: vertical; }
  input::placeholder, textarea::placeholder { color: var(--dw-text-muted); opacity: 1; }
  input:focus-visible, select:focus-visible, textarea:focus-visible { outline: none; border-color: var(--dw-focus); box-shadow: 0 0 0 3px color-mix(in srgb, var(--dw-focus) 25%, transparent); }
  input[aria-invalid='true'], select[aria-invalid='true'], textarea[aria-invalid='true'] { border-color: var(--dw-danger-fill); }
  .check { display: flex; align-items: flex-start; gap: var(--dw-space-2); }
  .check label { font-weight: 450; }
  input[type='checkbox'], input[type='radio'] { flex: none; width: 1.0625rem; height: 1.0625rem; margin: 0.125rem 0 0; accent-color: var(--dw-accent); }
  fieldset { min-width: 0; margin: 0; padding: 0; border: 0; display: grid; gap: var(--dw-space-4); }
  legend { padding: 0; margin-bottom: var(--dw-space-2); font-weight: 600; }
  details > summary { cursor: pointer; color: var(--dw-link); font-weight: 500; padding: var(--dw-space-1) 0; border-radius: var(--dw-radius-s); }
  details[open] > summary { margin-bottom: var(--dw-space-3); }
`;
