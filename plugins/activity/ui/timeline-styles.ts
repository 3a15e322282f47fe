import { css } from 'lit';

/** How the timeline is laid out. */
export const timelineStyles = css`
  section + section { border-top: 1px solid var(--dw-border); }
  h2 { margin: 0; padding: var(--dw-space-3) var(--dw-space-5); background: var(--dw-neutral-soft); color: var(--dw-neutral-text); font-size: var(--dw-font-size-s); font-weight: 600; }
  ol { margin: 0; padding: 0; list-style: none; }
  li + li { border-top: 1px solid var(--dw-border); }
  .entry { display: flex; align-items: baseline; gap: var(--dw-space-3); width: 100%; padding: var(--dw-space-3) var(--dw-space-5); border: 0; background: none; color: inherit; font: inherit; text-align: start; cursor: pointer; }
  .entry:hover { background: var(--dw-neutral-soft); }
  .entry:focus-visible { outline: 2px solid var(--dw-accent); outline-offset: -2px; }
  .dot { flex: none; width: 0.5rem; height: 0.5rem; border-radius: 50%; background: var(--dw-success-text); }
  .dot.denied { background: var(--dw-warning-text); }
  .dot.failed { background: var(--dw-danger-text); }
  .sentence { flex: 1; min-width: 0; overflow-wrap: anywhere; }
  .sentence strong { font-weight: 600; }
  .reason { display: block; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .time { flex: none; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-variant-numeric: tabular-nums; }
  .chip { display: inline-flex; align-items: center; gap: var(--dw-space-1); max-width: 100%; padding: 0.25rem 0.625rem; border-radius: 999px; background: var(--dw-neutral-soft); color: var(--dw-neutral-text); font-size: var(--dw-font-size-s); overflow-wrap: anywhere; }
  .fresh:not(:empty) { display: grid; place-items: center; }
  .fresh dw-button { margin-block-end: var(--dw-space-3); }
  .day { display: inline-flex; align-items: center; gap: var(--dw-space-2); color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-weight: 400; }
  .day input { width: auto; }
  .export { display: block; margin-block-end: var(--dw-space-4); }
  .exporting { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--dw-space-4); align-items: center; }
  .more { display: grid; place-items: center; padding: var(--dw-space-2); border-top: 1px solid var(--dw-border); }
  @media (max-width: 640px) {
    h2, .entry { padding-inline: var(--dw-space-4); }
    .filters select { flex: 1 1 9rem; max-width: none; }
    .day { flex: 1 1 100%; justify-content: space-between; }
    .day input { flex: 0 1 14rem; }
  }
`;
