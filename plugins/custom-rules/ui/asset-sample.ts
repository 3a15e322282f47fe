import { type DataWaveElement, fieldOf, Resource, t, textOf } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';
import { live } from 'lit/directives/live.js';

interface ListedAsset {
  readonly urn: string;
  readonly name: string;
  readonly source: { readonly id: string; readonly title: string };
}

/** An asset as the server samples it. */
export interface SampledAsset {
  readonly source: string;
  readonly path: readonly string[];
}

const MOST = 500;

/** Lets people choose an asset of the catalog to try a rule on. */
export function assetSample(host: DataWaveElement): {
  /** The asset of a URN; null when none is chosen. */
  chosen(urn: string): SampledAsset | null;
  view(urn: string, choose: (urn: string) => void): unknown;
} {
  let isWanted = false;
  const assets = new Resource(
    host,
    () => (isWanted ? 'assets' : null),
    (_, signal) => host.shell.api.all<ListedAsset>('/assets', { signal, limit: MOST }),
  );
  return {
    chosen(urn) {
      const asset = assets.value?.find((candidate) => candidate.urn === urn);
      return asset === undefined ? null : { source: asset.source.id, path: pathOf(urn) };
    },
    view(urn, choose) {
      if (!isWanted) {
        isWanted = true;
        queueMicrotask(() => host.requestUpdate());
      }
      return assets.view({
        ready: (listed) =>
          listed.length === 0
            ? html`<p class="muted small">${t('No asset is known yet. Scan a source first, or paste values.')}</p>`
            : fieldOf(
                'asset',
                t('Asset'),
                html`<select id="asset" .value=${live(urn)} @change=${(event: Event) => choose(textOf(event))}>
                <option value="" ?selected=${urn === ''}>${t('Choose one…')}</option>
                ${listed.map((asset) => html`<option value=${asset.urn} ?selected=${asset.urn === urn}>${asset.name} (${asset.source.title})</option>`)}
              </select>`,
                { help: t('Some of its rows are read when you ask for it.') },
              ),
      });
    },
  };
}

/** The path within the source: `urn:dw:CONNECTOR:SOURCE:PATH`, each segment percent-encoded. */
const pathOf = (urn: string): readonly string[] =>
  (/^urn:dw:[^:]+:.*:([^:]*)$/.exec(urn)?.[1] ?? '').split('/').map(decodeURIComponent);
