import { css } from 'lit';

/** Layout of the frame: a side of fixed width, a bar above the page; below 860px the side becomes a drawer. */
export const shellStyles = css`
  :host { display: block; min-height: 100dvh; }
  .frame { display: grid; grid-template-columns: 14.5rem minmax(0, 1fr); min-height: 100dvh; }
  .skip { position: fixed; inset: 0.5rem auto auto 0.5rem; z-index: 100; padding: 0.5rem 0.875rem; border-radius: var(--dw-radius); background: var(--dw-accent); color: var(--dw-on-accent); transform: translateY(-200%); }
  .skip:focus { transform: none; }
  aside { position: sticky; top: 0; display: flex; flex-direction: column; gap: var(--dw-space-5); height: 100dvh; padding: 0.875rem var(--dw-space-3); overflow-y: auto; border-inline-end: 1px solid var(--dw-border); background: var(--dw-side); }
  .brand { display: flex; align-items: center; gap: 0.625rem; min-height: 2.25rem; padding: 0 0.625rem; color: var(--dw-text); font-size: 0.9375rem; font-weight: 640; letter-spacing: -0.012em; }
  .brand:hover { text-decoration: none; }
  .brand img { width: 1.5rem; height: 1.5rem; }
  .page { min-width: 0; }
  .bar { position: sticky; top: 0; z-index: 20; display: flex; align-items: center; gap: var(--dw-space-3); min-height: 3.5rem; padding: 0.375rem var(--dw-space-6); border-bottom: 1px solid var(--dw-border); background: color-mix(in srgb, var(--dw-canvas) 88%, transparent); backdrop-filter: blur(10px); }
  .bar dw-slot { flex: 1 1 auto; max-width: 30rem; }
  .bar .end { margin-inline-start: auto; }
  .menu { display: none; }
  main { display: block; max-width: 80rem; margin: 0 auto; padding: var(--dw-space-6) var(--dw-space-6) var(--dw-space-7); }
  main:focus { outline: none; }
  main.alone { display: grid; place-items: center; min-height: 100dvh; max-width: none; padding: var(--dw-space-4); }
  .lost { padding: var(--dw-space-2) var(--dw-space-6); background: var(--dw-warning-soft); color: var(--dw-warning-text); text-align: center; }
  .waiting { display: grid; place-items: center; min-height: 100dvh; }
  .shade { display: none; }
  @media (max-width: 860px) {
    .frame { grid-template-columns: minmax(0, 1fr); }
    .menu { display: block; }
    .bar { padding-inline: var(--dw-space-3); gap: var(--dw-space-2); }
    main { padding: var(--dw-space-5) var(--dw-space-4) var(--dw-space-7); }
    aside { position: fixed; inset: 0 auto 0 0; z-index: 41; width: min(18rem, 82vw); visibility: hidden; transform: translateX(-100%); transition: transform 180ms ease-out, visibility 180ms; }
    .open aside { visibility: visible; transform: none; box-shadow: var(--dw-shadow-l); }
    .open .shade { position: fixed; inset: 0; z-index: 40; display: block; border: 0; background: rgb(12 15 22 / 0.45); }
  }
`;
