import { DataWaveElement, layoutStyles, type PageLocation, Resource } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';

/** The page of compliance; its parts, with grid and charts, are loaded when it is opened. */
export class CompliancePage extends DataWaveElement {
  static override properties = { page: { attribute: false } };
  declare page: PageLocation;
  readonly #parts = new Resource(
    this,
    () => 'pages',
    () => import('./pages.ts'),
  );
  static override styles = [layoutStyles];

  override render(): unknown {
    return this.#parts.view({ ready: () => html`<compliance-home .page=${this.page}></compliance-home>` });
  }
}
