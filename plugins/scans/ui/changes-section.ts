import {
  baseStyles,
  DataWaveElement,
  formatNumber,
  formStyles,
  layoutStyles,
  PagedList,
  type Tone,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type AssetChange, CHANGE_KINDS, type ChangeCounts, type FoundType } from './api.ts';

const PAGE = 50;
/** Findings shown of one asset; more are counted. */
const MOST_SHOWN = 8;

const kindWords = (): Readonly<
  Record<AssetChange['kind'], { readonly word: string; readonly tone: Tone }>
> => ({
  appeared: { word: t('new', {}, 'asset'), tone: 'info' },
  changed: { word: t('changed', {}, 'asset'), tone: 'warning' },
  gone: { word: t('gone', {}, 'asset'), tone: 'neutral' },
});

/** What became different since the scan before, asset by asset: findings that are new, and those that are gone. */
export class ScansChangesSection extends DataWaveElement {
  static override properties = { run: {}, counts: { attribute: false }, kind: { state: true } };
  declare run: string;
  declare counts: ChangeCounts;
  declare kind: string;
  #changes = new PagedList<AssetChange>(this, () => ({
    path: `/scans/${encodeURIComponent(this.run)}/changes`,
    query: { limit: PAGE, ...(this.kind === '' ? {} : { kind: this.kind }) },
  }));

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      select { width: auto; }
      .changes { display: grid; gap: var(--dw-space-4); }
      .changes p { display: flex; flex-wrap: wrap; gap: var(--dw-space-2); align-items: center; overflow-wrap: anywhere; }
      dl { display: grid; grid-template-columns: 2.75rem minmax(0, 1fr); gap: var(--dw-space-1) var(--dw-space-3); margin-top: var(--dw-space-1); }
      dt { color: var(--dw-text-muted); }
      dd { overflow-wrap: anywhere; }
    `,
  ];

  constructor() {
    super();
    this.kind = '';
  }

  override render(): unknown {
    const { appeared, changed, gone, findings } = this.counts;
    const total = appeared + changed + gone;
    if (total === 0) return nothing;
    const titles = {
      appeared: t('Appeared', {}, 'asset'),
      changed: t('Changed', {}, 'asset'),
      gone: t('Gone', {}, 'asset'),
    };
    const choose = (event: Event): void => {
      if (event.target instanceof HTMLSelectElement) this.kind = event.target.value;
    };
    const note = t(
      '{added} new and {n, plural, one {# gone finding} other {# gone findings}} in {assets, plural, one {# asset} other {# assets}}',
      {
        ...{ added: formatNumber(findings.added), n: findings.removed, assets: total },
      },
    );
    return html`<dw-card heading=${t('What changed')} note=${note}>
      <select slot="actions" aria-label=${t('Show assets that')} @change=${choose}>
        <option value="">${t('All')}</option>
        ${CHANGE_KINDS.map((kind) => html`<option value=${kind} ?selected=${kind === this.kind}>${titles[kind]}</option>`)}
      </select>
      ${this.#changes.view({
        ready: (changes) =>
          changes.length === 0
            ? html`<p class="muted">${t('None.')}</p>`
            : html`<ul class="changes" role="list">${changes.map((change) => this.#change(change))}</ul>`,
      })}</dw-card>`;
  }

  #change({ urn, name, kind, isReshaped, added, removed, counts }: AssetChange): unknown {
    const { word, tone } = kindWords()[kind];
    return html`<li><p><a href="/assets/${encodeURIComponent(urn)}">${name}</a> <dw-badge tone=${tone}>${word}</dw-badge>${isReshaped ? html`<span class="muted small">${t('other columns')}</span>` : nothing}</p>
      ${counts.added + counts.removed === 0 ? nothing : html`<dl class="small">${this.#findings(t('New', {}, 'findings'), added, counts.added)}${this.#findings(t('Gone', {}, 'findings'), removed, counts.removed)}</dl>`}</li>`;
  }

  #findings(title: string, findings: readonly FoundType[], total: number): unknown {
    if (total === 0) return nothing;
    const shown = findings.slice(0, MOST_SHOWN);
    const words = shown.map(({ column, infoType }) => `${column} (${this.infoTypeTitle(infoType)})`);
    const more = total - shown.length;
    return html`<dt>${title}</dt><dd>${more > 0 ? t('{names} and {n, plural, one {# more} other {# more}}', { names: words.join(', '), n: more }) : words.join(', ')}</dd>`;
  }
}
