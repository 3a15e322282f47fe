import { css } from 'lit';

/** What the pages of access share. */
export const accessStyles = css`
  .tabs { display: flex; flex-wrap: wrap; gap: var(--dw-space-1) var(--dw-space-2); margin-bottom: var(--dw-space-5); border-bottom: 1px solid var(--dw-border); }
  .tabs a { padding: 0.5rem 0.625rem; margin-bottom: -1px; border-bottom: 2px solid transparent; border-radius: var(--dw-radius-s) var(--dw-radius-s) 0 0; color: var(--dw-text-muted); font-weight: 500; }
  .tabs a:hover { color: var(--dw-text); text-decoration: none; }
  .tabs a[aria-current] { border-color: var(--dw-accent); color: var(--dw-accent-text); }
  .two { display: grid; align-items: start; gap: var(--dw-space-4); grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); }
  .checks { display: grid; gap: var(--dw-space-2) var(--dw-space-4); grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); }
  .actions { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); }
  pre { margin: 0; padding: var(--dw-space-3); border-radius: var(--dw-radius); background: var(--dw-surface-2); font-family: var(--dw-font-mono); font-size: var(--dw-font-size-s); white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** How a decision is drawn: what came of it, and the steps that led to it. */
export const chainStyles = css`
  .verdict { display: flex; gap: var(--dw-space-3); padding: var(--dw-space-4); border-radius: var(--dw-radius); overflow-wrap: anywhere; }
  .verdict > dw-icon { margin-top: 0.2rem; font-size: 1.25rem; }
  .verdict.yes { background: var(--dw-success-soft); color: var(--dw-success-text); }
  .verdict.no { background: var(--dw-danger-soft); color: var(--dw-danger-text); }
  .chain { margin-top: var(--dw-space-5); }
  .chain li { position: relative; display: grid; grid-template-columns: 1.75rem minmax(0, 1fr); gap: var(--dw-space-3); padding-bottom: var(--dw-space-4); overflow-wrap: anywhere; }
  .chain li:not(:last-child)::before { content: ''; position: absolute; inset-block: 1.75rem 0; inset-inline-start: 0.8125rem; width: 2px; background: var(--dw-border); }
  .chain li:last-child { padding-bottom: 0; }
  .chain p { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .mark { display: grid; place-items: center; width: 1.75rem; height: 1.75rem; border-radius: 50%; background: var(--dw-neutral-soft); color: var(--dw-neutral-text); }
  .yes > .mark { background: var(--dw-success-soft); color: var(--dw-success-text); }
  .no > .mark { background: var(--dw-danger-soft); color: var(--dw-danger-text); }
`;
