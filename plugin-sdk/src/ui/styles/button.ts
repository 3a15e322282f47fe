import { css } from 'lit';

/** What looks like a button: `class="button primary"`; `small` and `bare` (only an icon) beside it. Shared by all that open something. */
export const buttonStyles = css`
  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: 0.45rem; width: 100%;
    min-height: var(--dw-control); padding: 0 0.875rem; border: 1px solid transparent; border-radius: var(--dw-radius);
    font: inherit; font-weight: 550; line-height: 1.2; white-space: nowrap; cursor: pointer; text-decoration: none;
    color: var(--dw-text); background: transparent;
    transition: background var(--dw-speed), border-color var(--dw-speed), color var(--dw-speed);
  }
  .button.bare { padding: 0; width: var(--dw-control); }
  .button.small { min-height: var(--dw-control-s); padding: 0 0.625rem; font-size: var(--dw-font-size-s); }
  .button.small.bare { padding: 0; width: var(--dw-control-s); }
  .button.primary { background: var(--dw-accent); color: var(--dw-on-accent); box-shadow: var(--dw-shadow); }
  .button.primary:hover { background: var(--dw-accent-hover); }
  .button.secondary { background: var(--dw-surface); border-color: color-mix(in srgb, var(--dw-border-strong) 45%, var(--dw-border)); box-shadow: var(--dw-shadow); }
  .button.secondary:hover { background: var(--dw-surface-2); }
  .button.quiet { color: var(--dw-text-muted); }
  .button.quiet:hover, .button.quiet[aria-expanded='true'] { background: var(--dw-surface-3); color: var(--dw-text); }
  .button.danger { background: var(--dw-surface); border-color: color-mix(in srgb, var(--dw-danger-fill) 55%, var(--dw-border)); color: var(--dw-danger-text); }
  .button.danger:hover { background: var(--dw-danger-soft); }
  .button[aria-pressed='true'] { background: var(--dw-accent-soft); border-color: color-mix(in srgb, var(--dw-accent) 45%, var(--dw-border)); color: var(--dw-accent-text); }
  .button:hover { text-decoration: none; }
  .button:disabled, .button[aria-disabled='true'] { cursor: not-allowed; opacity: 0.55; }
  .spinner { flex: none; width: 1em; height: 1em; border-radius: 50%; border: 2px solid currentColor; border-inline-end-color: transparent; animation: turn 0.8s linear infinite; }
  @keyframes turn { to { transform: rotate(1turn); } }
  @media (forced-colors: active) {
    .button { border-color: ButtonBorder; }
    .button.primary { forced-color-adjust: none; background: Highlight; border-color: Highlight; color: HighlightText; }
    .button[aria-pressed='true'] { forced-color-adjust: none; background: SelectedItem; border-color: SelectedItem; color: SelectedItemText; }
  }
`;
