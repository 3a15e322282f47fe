import { css } from 'lit';

/** Layout of the frame: a side, folded to icons or not, a bar above the page; below 860px the side becomes a drawer. */
export const shellStyles = css`
  :host { display: block; min-height: 100dvh; }
  .frame { display: grid; grid-template-columns: 14.5rem minmax(0, 1fr); min-height: 100dvh; }
  .skip { position: fixed; inset-block-start: 0.5rem; inset-inline-start: 0.5rem; z-index: 100; padding: 0.5rem 0.875rem; border-radius: var(--dw-radius); background: var(--dw-accent); color: var(--dw-on-accent); transform: translateY(-200%); }
  .skip:focus { transform: none; }
  aside { position: sticky; inset-block-start: 0; display: flex; flex-direction: column; gap: var(--dw-space-4); height: 100dvh; padding: 0.875rem var(--dw-space-3); overflow-y: auto; border-inline-end: 1px solid var(--dw-border); background: var(--dw-side); }
  .brand { display: flex; align-items: center; gap: 0.625rem; min-height: 2.25rem; padding: 0 0.625rem; color: var(--dw-text); font-size: 0.9375rem; font-weight: 640; letter-spacing: -0.012em; }
  .brand:hover { text-decoration: none; }
  .brand img { width: 1.5rem; height: 1.5rem; }
  .fold { display: flex; align-items: center; gap: 0.6875rem; min-height: 2rem; margin-block-start: auto; padding: 0.25rem 0.625rem; border: 0; border-radius: var(--dw-radius); background: none; color: var(--dw-text-muted); font: inherit; font-size: var(--dw-font-size-s); cursor: pointer; }
  .fold:hover { background: var(--dw-surface-3); color: var(--dw-text); }
  .page { min-width: 0; }
  .bar { position: sticky; inset-block-start: 0; z-index: 20; display: flex; align-items: center; gap: var(--dw-space-3); min-height: 3.5rem; padding: 0.375rem var(--dw-space-6); border-block-end: 1px solid var(--dw-border); background: color-mix(in srgb, var(--dw-canvas) 88%, transparent); backdrop-filter: blur(10px); }
  .bar > dw-slot { flex: 1 1 auto; max-width: 30rem; }
  .palette { display: inline-flex; flex: none; align-items: center; gap: var(--dw-space-2); min-height: var(--dw-control); padding-block: 0.25rem; padding-inline: 0.625rem 0.5rem; border: 1px solid var(--dw-border); border-radius: var(--dw-radius); background: var(--dw-surface); color: var(--dw-text-muted); font: inherit; cursor: pointer; }
  .palette:hover { color: var(--dw-text); border-color: color-mix(in srgb, var(--dw-border-strong) 45%, var(--dw-border)); }
  .palette kbd { padding: 0 0.3125rem; border: 1px solid var(--dw-border); border-radius: 5px; font: inherit; font-size: var(--dw-font-size-xs); }
  .bar .end { display: flex; align-items: center; gap: var(--dw-space-1); margin-inline-start: auto; }
  .menu { display: none; }
  main { display: block; max-width: 80rem; margin: 0 auto; padding: var(--dw-space-6) var(--dw-space-6) var(--dw-space-7); }
  main:focus { outline: none; }
  main.alone { display: grid; place-items: center; min-height: 100dvh; max-width: none; padding: var(--dw-space-4); }
  .lost, .fresh { display: flex; flex-wrap: wrap; align-items: center; justify-content: center; gap: var(--dw-space-1) var(--dw-space-3); padding: var(--dw-space-1) var(--dw-space-6); text-align: center; }
  .lost { background: var(--dw-warning-soft); color: var(--dw-warning-text); }
  .fresh { background: var(--dw-accent-soft); color: var(--dw-accent-text); }
  .waiting { display: grid; place-items: center; min-height: 100dvh; }
  .shade { display: none; }
  @media (min-width: 861px) {
    .folded { grid-template-columns: 3.75rem minmax(0, 1fr); }
    .folded aside { padding-inline: 0.625rem; overflow-x: hidden; }
    .folded aside .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .folded :is(.brand, .fold) { justify-content: center; padding-inline: 0; }
    .folded shell-workspace-switcher { display: none; }
  }
  @media (max-width: 1020px) { .palette .word { display: none; } }
  @media (max-width: 860px) {
    .frame { grid-template-columns: minmax(0, 1fr); }
    .menu { display: block; }
    .fold, .palette kbd { display: none; }
    .bar { padding-inline: var(--dw-space-3); gap: var(--dw-space-2); }
    .bar > dw-slot { min-width: 0; }
    .palette { min-width: var(--dw-control); justify-content: center; padding: 0.25rem; }
    main { padding: var(--dw-space-5) var(--dw-space-4) var(--dw-space-7); }
    aside { position: fixed; inset-block: 0; inset-inline-start: 0; z-index: 41; width: min(18rem, 82vw); visibility: hidden; transform: translateX(-100%); transition: transform 180ms ease-out, visibility 180ms; }
    aside:dir(rtl) { transform: translateX(100%); }
    .open aside { visibility: visible; transform: none; transition: transform 180ms ease-out; box-shadow: var(--dw-shadow-l); }
    .open .shade { position: fixed; inset: 0; z-index: 40; display: block; border: 0; background: rgb(12 15 22 / 0.45); }
  }
  @media (prefers-reduced-motion: reduce) { aside { transition: none; } }
`;
