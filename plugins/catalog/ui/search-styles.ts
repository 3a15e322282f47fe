import { css } from 'lit';

/** The search above every page and the list below it. */
export const searchStyles = css`
  :host { display: block; }
  form { position: relative; }
  form > dw-icon { position: absolute; inset-block: 0; inset-inline-start: 0.6875rem; margin-block: auto; color: var(--dw-text-muted); pointer-events: none; }
  input { width: 100%; min-height: var(--dw-control); padding-block: 0.25rem; padding-inline: 2.125rem 2.5rem; border: 1px solid color-mix(in srgb, var(--dw-border-strong) 45%, var(--dw-border)); border-radius: var(--dw-radius); background: var(--dw-surface); color: var(--dw-text); font: inherit; text-overflow: ellipsis; }
  input::placeholder { color: var(--dw-text-muted); opacity: 1; }
  input:focus-visible { outline: none; border-color: var(--dw-focus); box-shadow: 0 0 0 3px color-mix(in srgb, var(--dw-focus) 25%, transparent); }
  kbd { position: absolute; inset-block: 0; inset-inline-end: 0.5rem; display: grid; place-items: center; width: 1.25rem; height: 1.25rem; margin-block: auto; border: 1px solid var(--dw-border); border-radius: 5px; color: var(--dw-text-muted); font: inherit; font-size: var(--dw-font-size-xs); pointer-events: none; }
  input:focus + kbd { display: none; }
  .list { position: absolute; z-index: 30; inset-block-start: calc(100% + 0.375rem); inset-inline: 0; min-width: min(26rem, calc(100vw - 1.5rem)); max-height: min(28rem, calc(100dvh - 6rem)); overflow: auto; overscroll-behavior: contain; padding: 0.25rem; border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); box-shadow: var(--dw-shadow-l); }
  .list[hidden] { display: none; }
  .group { padding: 0.5rem 0.625rem 0.1875rem; color: var(--dw-text-muted); font-size: var(--dw-font-size-xs); font-weight: 560; }
  .option { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: center; gap: 0.625rem; min-height: 2rem; padding: 0.1875rem 0.625rem; border-radius: var(--dw-radius-s); cursor: pointer; }
  .option dw-icon { color: var(--dw-text-muted); }
  .option[aria-selected='true'] { background: var(--dw-surface-3); }
  .title, .detail { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .detail { max-width: 10rem; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  @media (forced-colors: active) { .option[aria-selected='true'] { outline: 2px solid Highlight; outline-offset: -2px; } }
  @media (max-width: 640px) {
    kbd { display: none; }
    input { padding-inline-end: 0.5rem; }
    .list { position: fixed; inset-block-start: 3.75rem; inset-inline: 0.75rem; min-width: 0; }
    .option { min-height: 2.75rem; }
  }
`;
