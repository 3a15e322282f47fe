import { DataWaveElement, layoutStyles, type PageLocation, Resource } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';

/** A page whose parts are loaded when it is opened. */
class LazyPage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  readonly #parts = new Resource(
    this,
    () => 'pages',
    () => import('./pages.ts'),
  );
  static override styles = [layoutStyles];

  override render(): unknown {
    return this.#parts.view({ ready: () => this.content() });
  }

  protected content(): unknown {
    return null;
  }
}

/** The list of assets. */
export class CatalogPage extends LazyPage {
  protected override content(): unknown {
    return html`<catalog-assets .page=${this.page}></catalog-assets>`;
  }
}

/** One asset. */
export class CatalogAssetPage extends LazyPage {
  protected override content(): unknown {
    return html`<catalog-asset .page=${this.page}></catalog-asset>`;
  }
}
