import { css } from 'lit';

/** The grid's frame, header and rows; where it is narrow, rows are cards. */
export const gridStyles = css`
  :host { display: block; min-width: 0; }
  .scroller { position: relative; overflow: auto; max-block-size: var(--dw-grid-max-height, min(70vh, 48rem)); overscroll-behavior: contain; border-block-start: 1px solid var(--dw-border); }
  .plain .scroller { border-block-start: 0; }
  .scroller:focus-visible { outline-offset: -2px; }
  .grid { min-inline-size: var(--dw-grid-least); }
  .heading { position: sticky; inset-block-start: 0; z-index: 3; }
  .head { background: var(--dw-surface); border-block-end: 1px solid var(--dw-border); }
  .head, .row { display: grid; grid-template-columns: var(--dw-grid-tracks); }
  .head { block-size: var(--dw-grid-head); }
  .body { position: relative; contain: layout style; }
  .row { position: absolute; inset-inline: 0; inset-block-start: 0; border-block-end: 1px solid var(--dw-border); background: var(--dw-surface); contain: layout style; }
  .fixed .row { block-size: var(--dw-grid-row); }
  .row.last { border-block-end: 0; }
  .row.linked { cursor: pointer; }
  .row:hover { background: var(--dw-surface-2); }
  .row.selected { background: var(--dw-accent-soft); }
  .head > *, .cell { display: flex; align-items: center; min-inline-size: 0; padding-inline: var(--dw-space-3); }
  .head > :first-child, .row > :first-child { padding-inline-start: var(--dw-space-5); }
  .head > :last-child, .row > :last-child { padding-inline-end: var(--dw-space-5); }
  .head > .select, .row > .select { padding-inline: var(--dw-space-5) 0; }
  .head > :not(.actions) { position: relative; }
  .head > * { gap: 0.25rem; color: var(--dw-text-muted); font-size: var(--dw-font-size-s); font-weight: 500; user-select: none; }
  .head > .sorts { cursor: pointer; }
  .head > .sorts:hover, .head > [aria-sort]:not([aria-sort='none']) { color: var(--dw-text); }
  .sorted { display: inline-flex; align-items: center; font-size: 0.9em; font-variant-numeric: tabular-nums; }
  .sorted .up { transform: rotate(180deg); }
  .resize { position: absolute; inset-block: 0; inset-inline-end: -5px; inline-size: 11px; cursor: col-resize; touch-action: none; z-index: 1; }
  .resize::after { content: ''; position: absolute; inset-block: 25%; inset-inline-start: 5px; inline-size: 1px; background: var(--dw-border); }
  .resize:hover::after, .resize.held::after { inset-block: 0; inline-size: 2px; background: var(--dw-accent); }
  .head > :last-child .resize { inset-inline-end: 0; }
  .cell > .content { min-inline-size: 0; max-inline-size: 100%; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .measured .cell { padding-block: 0.625rem; }
  .measured .cell > .content { white-space: normal; overflow-wrap: anywhere; overflow: visible; }
  .end { justify-content: flex-end; text-align: end; font-variant-numeric: tabular-nums; }
  .head > .end { flex-direction: row-reverse; justify-content: flex-start; }
  a.link { color: var(--dw-text); font-weight: 550; }
  a.link:hover { text-decoration: none; }
  a.link::after { content: ''; position: absolute; inset: 0; }
  a.link:focus-visible { outline: none; }
  a.link:focus-visible::after { outline: 2px solid var(--dw-focus); outline-offset: -2px; }
  .cell :is(a:not(.link), button, dw-button, dw-menu, input, select, summary) { position: relative; z-index: 1; }
  [role='columnheader']:focus-visible, .cell:focus-visible { outline: 2px solid var(--dw-focus); outline-offset: -2px; border-radius: var(--dw-radius-s); }
  .select { cursor: default; position: relative; z-index: 1; }
  input[type='checkbox'] { inline-size: 1.0625rem; block-size: 1.0625rem; margin: 0; accent-color: var(--dw-accent); }
  .actions { position: sticky; inset-inline-end: 0; z-index: 1; background: inherit; }
  .cell.actions { justify-content: flex-end; gap: var(--dw-space-1); cursor: default; }
  .cards .cell.actions { position: relative; inset: auto; }
  .line { display: block; inline-size: 70%; block-size: 0.75rem; border-radius: var(--dw-radius-s); background: var(--dw-surface-3); animation: breathe 1.4s ease-in-out infinite; }
  @keyframes breathe { 50% { opacity: 0.45; } }
  .state { padding-block: var(--dw-space-4); }
  .tail { padding: var(--dw-space-3) var(--dw-space-5); border-block-start: 1px solid var(--dw-border); }

  .cards .grid { min-inline-size: 0; }
  .cards .head { display: none; }
  .cards .row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem var(--dw-space-4); padding: var(--dw-space-3) var(--dw-space-4); }
  .cards .row > .cell { padding: 0; max-inline-size: 100%; justify-content: flex-start; text-align: start; font-size: var(--dw-font-size-s); }
  .cards .cell > .content { white-space: normal; overflow-wrap: anywhere; }
  /* Box, first cell and buttons share the first line, and a break of no height ends it. */
  .cards .row::after { content: ''; flex: 0 0 100%; order: 2; }
  .cards .cell.first { flex: 1 1 50%; font-size: var(--dw-font-size); }
  .cards .row > .cell.actions { order: 1; }
  /* Room for a badge that arrives later. */
  .cards .row > .cell:not(.first, .select, .actions) { order: 3; min-block-size: 1.5rem; }
  .cards .cell:not(.first, .select, .actions)[data-title]::before { content: attr(data-title); margin-inline-end: 0.375rem; color: var(--dw-text-muted); flex: none; }
  .cards .cell.wide, .cards .cell.blank { display: none; }
  .cards .row > .cell { align-items: baseline; }
  .cards .row > .select { align-items: center; }
  .cards .line { inline-size: 8rem; }
`;

/** The bar above the rows and what opens from it. */
export const toolbarStyles = css`
  .bar { position: relative; display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2) var(--dw-space-3); min-block-size: 3.25rem; padding: var(--dw-space-2) var(--dw-space-5); }
  .cards .bar { padding-inline: var(--dw-space-4); }
  .about { display: flex; flex-wrap: wrap; align-items: center; gap: var(--dw-space-2); flex: 1 1 auto; min-inline-size: 0; }
  .about .number { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
  .tools { display: flex; flex-wrap: wrap; gap: var(--dw-space-1); margin-inline-start: auto; }
  .bar.chosen { background: var(--dw-accent-soft); }
  .bar.chosen .number { color: var(--dw-accent-text); font-weight: 600; }
  .chip { display: inline-flex; align-items: center; gap: 0.25rem; max-inline-size: 18rem; block-size: 1.75rem; padding: 0; padding-inline: 0.625rem 0.375rem; border: 1px solid var(--dw-border); border-radius: 999px; background: var(--dw-surface-2); color: var(--dw-text); font: inherit; font-size: var(--dw-font-size-s); cursor: pointer; }
  .chip:hover { border-color: var(--dw-border-strong); }
  .chip span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .panel { position: fixed; inset: auto; margin: 0; color: var(--dw-text); inline-size: min(22rem, calc(100vw - 2 * var(--dw-space-4))); max-block-size: min(28rem, 70vh); overflow: auto; padding: var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius-l); background: var(--dw-surface); box-shadow: var(--dw-shadow-l); }
  .panel h2 { margin-block-end: var(--dw-space-3); font-size: var(--dw-font-size); }
  .panel .fields { display: grid; gap: var(--dw-space-4); }
  .panel .pair { display: grid; grid-template-columns: 1fr 1fr; gap: var(--dw-space-2); }
  .panel .options { display: grid; gap: 0.375rem; max-block-size: 11rem; overflow: auto; }
  .panel .foot { display: flex; justify-content: space-between; gap: var(--dw-space-2); margin-block-start: var(--dw-space-4); }
  .columns { display: grid; gap: 0.125rem; }
  .columns li { display: flex; align-items: center; gap: var(--dw-space-2); }
  .columns .check { flex: 1; min-inline-size: 0; align-items: center; }
  .columns .check input { margin: 0; }
`;
