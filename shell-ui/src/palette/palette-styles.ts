import { css } from 'lit';

/** The palette lies above the page, near its top, and fills a narrow screen. */
export const paletteStyles = css`
  dialog { display: none; flex-direction: column; width: min(38rem, calc(100vw - 2rem)); max-height: min(34rem, calc(100dvh - 6rem)); margin: min(12vh, 7rem) auto auto; padding: 0; overflow: hidden; border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); color: var(--dw-text); box-shadow: var(--dw-shadow-l); }
  dialog[open] { display: flex; }
  dialog::backdrop { background: rgb(12 15 22 / 0.45); }
  .field { display: flex; flex: none; align-items: center; gap: var(--dw-space-3); padding: 0 var(--dw-space-4); border-block-end: 1px solid var(--dw-border); }
  .field dw-icon { color: var(--dw-text-muted); }
  input { flex: 1; min-width: 0; min-height: 3.25rem; padding: 0; border: 0; outline: none; background: none; color: var(--dw-text); font: inherit; font-size: var(--dw-font-size-md); }
  input:focus-visible { outline: none; box-shadow: none; }
  input::placeholder { color: var(--dw-text-muted); opacity: 1; }
  kbd { padding: 0 0.3125rem; border: 1px solid var(--dw-border); border-radius: 5px; color: var(--dw-text-muted); font: inherit; font-size: var(--dw-font-size-xs); }
  .list { flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 0 var(--dw-space-2) var(--dw-space-2); }
  .list:empty { padding: 0; }
  .group {  padding: var(--dw-space-3) var(--dw-space-2) var(--dw-space-1); color: var(--dw-text-muted); font-size: var(--dw-font-size-xs); font-weight: 560; }
  .item { display: flex; align-items: center; gap: var(--dw-space-3); min-height: 2.25rem; padding: 0.25rem var(--dw-space-2); border-radius: var(--dw-radius); cursor: pointer; }
  .item dw-icon { flex: none; color: var(--dw-text-muted); }
  .item[aria-selected='true'] { background: var(--dw-accent-soft); color: var(--dw-accent-text); }
  .item[aria-selected='true'] :is(dw-icon, .detail) { color: inherit; }
  .title { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: isolate; }
  .detail { flex: 0 1 auto; min-width: 0; margin-inline-start: auto; padding-inline-start: var(--dw-space-3); overflow: hidden; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); text-overflow: ellipsis; white-space: nowrap; unicode-bidi: isolate; }
  .note { margin: 0; padding: var(--dw-space-4); color: var(--dw-text-muted); overflow-wrap: anywhere; }
  .failed { display: flex; gap: var(--dw-space-2); padding-block: var(--dw-space-2); border-block-start: 1px solid var(--dw-border); font-size: var(--dw-font-size-s); }
  .failed dw-icon { flex: none; color: var(--dw-warning-text); }
  @media (max-width: 640px) {
    dialog { width: calc(100vw - 1rem); max-height: calc(100dvh - 1rem); margin-block-start: 0.5rem; }
    .item { min-height: 2.75rem; }
  }
`;
