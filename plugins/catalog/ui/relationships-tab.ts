import { baseStyles, count, DataWaveElement, layoutStyles, Resource, t } from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import { type AssetDetail, assetHref, type Relation, type Relationships } from './api.ts';
import { marked } from './marked.ts';

/** What refers to an asset, and what it refers to, by foreign keys: from the start of the line to its end. */
export class CatalogRelationshipsTab extends DataWaveElement {
  static override properties = { asset: { attribute: false } };
  declare asset: AssetDetail;
  #relations = new Resource(
    this,
    () => this.asset.urn,
    (urn, signal) =>
      this.shell.api.get<Relationships>(`/assets/${encodeURIComponent(urn)}/relationships`, { signal }),
    { follows: ['assets'] },
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    css`
      .picture { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, auto) minmax(0, 1fr); gap: var(--dw-space-5); align-items: center; }
      section > h2 { margin-block-end: var(--dw-space-3); font-size: var(--dw-font-size); }
      ul { display: grid; gap: var(--dw-space-3); }
      .node { display: grid; gap: var(--dw-space-1); padding: var(--dw-space-3) var(--dw-space-4); border: 1px solid var(--dw-border); border-radius: var(--dw-radius); background: var(--dw-surface); color: inherit; box-shadow: var(--dw-shadow); overflow-wrap: anywhere; }
      a.node:hover { border-color: var(--dw-border-strong); text-decoration: none; }
      .here { border-color: var(--dw-accent); box-shadow: inset 0 0 0 1px var(--dw-accent); max-width: 18rem; text-align: center; }
      section { padding-block-end: 2.25rem; }
      li, ul { position: relative; }
      /* From each thing to a line down the gap, and from that to the asset. */
      .in li::after, .out li::before, .here::before, .here::after { content: ''; position: absolute; inset-block-start: 50%; inline-size: calc(var(--dw-space-5) / 2); border-block-start: 2px solid var(--dw-border-strong); }
      .in li::after { inset-inline-start: 100%; }
      .out li::before { inset-inline-end: 100%; }
      .in ul::after, .out ul::before { content: ''; position: absolute; inset-block: 2.1rem; border-inline-start: 2px solid var(--dw-border-strong); }
      .in ul::after { inset-inline-start: calc(100% + var(--dw-space-5) / 2 - 2px); }
      .out ul::before { inset-inline-end: calc(100% + var(--dw-space-5) / 2 - 2px); }
      .here { position: relative; }
      .here.in::before { inset-inline-end: 100%; }
      .here.out::after { inset-inline-start: 100%; }
      .here:not(.in)::before, .here:not(.out)::after { display: none; }
      .name { font-weight: 570; }
      @media (max-width: 760px) {
        .picture { grid-template-columns: minmax(0, 1fr); }
        .here { max-width: none; }
        .in li::after, .out li::before, .in ul::after, .out ul::before, .here.in::before, .here.out::after { display: none; }
        section { padding-block-end: 0; }
      }
    `,
  ];

  override render(): unknown {
    return this.#relations.view({
      ready: ({ incoming, outgoing }) =>
        incoming.length + outgoing.length === 0
          ? html`<dw-card><dw-empty icon="workflow" heading=${t('No relationship is known')}>${t('Foreign keys that its source declares would stand here.')}</dw-empty></dw-card>`
          : html`<dw-card><div class="picture">
        ${this.#side('in', t('Refer to it'), incoming)}
        <p class="node here ${incoming.length > 0 ? 'in' : ''} ${outgoing.length > 0 ? 'out' : ''}"><span class="name">${marked(this.asset.name)}</span><span class="muted small">${count(incoming.length + outgoing.length, 'key')}</span></p>
        ${this.#side('out', t('It refers to'), outgoing)}</div></dw-card>`,
    });
  }

  #side(kind: 'in' | 'out', heading: string, relations: readonly Relation[]): unknown {
    return html`<section class=${kind}><h2>${heading}</h2>${
      relations.length === 0
        ? html`<p class="muted">${t('nothing')}</p>`
        : html`<ul role="list">${relations.map((relation) => html`<li>${this.#node(kind, relation)}</li>`)}</ul>`
    }</section>`;
  }

  #node(kind: 'in' | 'out', { columns, otherColumns, other }: Relation): unknown {
    const [from, to] = kind === 'in' ? [otherColumns, columns] : [columns, otherColumns];
    const inner = html`<span class="row"><span class="name">${marked(other.name)}</span>${other.sensitivity === null ? nothing : html`<dw-sensitivity .level=${other.sensitivity}></dw-sensitivity>`}</span>
      <span class="muted small mono">${marked(from.join(', '))} → ${marked(to.join(', '))}</span>`;
    return other.urn === null
      ? html`<span class="node">${inner}<span class="muted small">${t('not catalogued')}</span></span>`
      : html`<a class="node" href=${assetHref(other.urn)}>${inner}</a>`;
  }
}
