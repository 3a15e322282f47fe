import { baseStyles, DataWaveElement, Resource } from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import type { ListedSource } from './api.ts';

/** Says how to begin while there is no source; hides itself afterwards. */
export class SourcesGettingStarted extends DataWaveElement {
  #sources = new Resource(
    this,
    () => 'sources',
    (_, signal) => this.shell.api.list<ListedSource>('/sources', { query: { limit: 1 }, signal }),
  );

  static override styles = [
    baseStyles,
    css`
      :host { display: block; }
      ol { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: var(--dw-space-4); margin: var(--dw-space-3) 0 var(--dw-space-5); }
      li { display: grid; gap: 2px; }
      li span { color: var(--dw-text-muted); font-size: var(--dw-font-size-s); }
    `,
  ];

  override willUpdate(): void {
    // Unknown counts as nothing to say, so that the card does not flash on a busy overview.
    this.hidden = this.#sources.value?.items.length !== 0;
  }

  override render(): unknown {
    return html`<dw-card heading="Find out where your personal data is">
      <ol role="list">
        <li><strong>1. Connect a source</strong><span>A database or a folder of files. Passwords go into the vault and are never shown again.</span></li>
        <li><strong>2. Scan it</strong><span>Samples are looked at in memory. No value is ever stored.</span></li>
        <li><strong>3. Read the verdicts</strong><span>What each column holds, how sure that is, why, and what the law asks for.</span></li>
      </ol>
      <dw-button variant="primary" icon="plus" href="/sources/new">Add source</dw-button>
    </dw-card>`;
  }
}
