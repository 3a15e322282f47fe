import { baseStyles, DataWaveElement, Resource, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { ListedSource } from './api.ts';
import { riskiest } from './riskiest.ts';

/** How far somebody has come: nothing is there, a source is, or it was scanned. */
type Stage = 'connect' | 'scan' | 'done';

/** Says how to begin until the first source was scanned; hides itself afterwards. */
export class SourcesGettingStarted extends DataWaveElement {
  #begun = new Resource(
    this,
    () => 'begun',
    async (_, signal) => {
      const [{ items }, risk] = await Promise.all([
        this.shell.api.list<ListedSource>('/sources', { query: { limit: 1 }, signal }),
        riskiest(this.shell, signal),
      ]);
      const stage: Stage =
        items.length === 0
          ? 'connect'
          : risk.scanned !== null && risk.total > 0 && risk.scanned.never === risk.total
            ? 'scan'
            : 'done';
      return { stage, first: items[0] ?? null };
    },
    { follows: ['sources', 'scans'] },
  );

  static override styles = [
    baseStyles,
    css`
      :host { display: block; margin-block-end: var(--dw-space-5); }
      ol { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: var(--dw-space-4); margin-block: var(--dw-space-2) var(--dw-space-5); }
      li { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 2px var(--dw-space-3); align-content: start; color: var(--dw-text-muted); }
      li strong { color: var(--dw-text); }
      li > span { grid-column: 2; font-size: var(--dw-font-size-s); }
      .mark { grid-row: 1 / span 2; display: grid; place-items: center; inline-size: 1.75rem; block-size: 1.75rem; border-radius: 50%; background: var(--dw-surface-3); font-weight: 620; font-size: var(--dw-font-size-s); }
      .now .mark { background: var(--dw-accent); color: var(--dw-on-accent); }
      .done .mark { background: var(--dw-success-soft); color: var(--dw-success-text); }
    `,
  ];

  override willUpdate(): void {
    // Unknown counts as nothing to say, so that the card does not flash on a busy overview.
    const stage = this.#begun.value?.stage ?? 'done';
    this.hidden = stage === 'done' || (stage === 'connect' && !this.shell.may('sources:write'));
  }

  override render(): unknown {
    const { stage = 'done', first = null } = this.#begun.value ?? {};
    const steps: readonly (readonly [string, string])[] = [
      [
        t('Connect a source'),
        t('A database or a folder of files. Passwords go into the vault and are never shown again.'),
      ],
      [t('Scan it'), t('Samples are looked at in memory. No value is ever stored.')],
      [
        t('Read the verdicts'),
        t('What each column holds, how sure that is, why, and what the law asks for.'),
      ],
    ];
    const now = stage === 'connect' ? 0 : 1;
    return html`<dw-card heading=${t('Find out where your personal data is')}>
      <ol role="list">${steps.map(
        (
          [title, text],
          index,
        ) => html`<li class=${index < now ? 'done' : index === now ? 'now' : ''} aria-current=${index === now ? 'step' : nothing}>
          <span class="mark" aria-hidden="true">${index < now ? html`<dw-icon name="check"></dw-icon>` : index + 1}</span><strong>${title}</strong><span>${text}</span></li>`,
      )}</ol>
      ${
        stage === 'scan' && first !== null
          ? html`<dw-slot name="source.actions" layout="row" .context=${{ source: first }}></dw-slot>`
          : html`<dw-button variant="primary" icon="plus" href="/sources/new">${t('Add source')}</dw-button>`
      }
    </dw-card>`;
  }
}
