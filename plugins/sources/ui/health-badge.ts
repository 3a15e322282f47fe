import { baseStyles, DataWaveElement } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';
import type { KnownHealth } from './api.ts';
import { healthTone, healthWords } from './words.ts';

/** A source's health in a word. Pulses while it is being tried. */
export class SourcesHealthBadge extends DataWaveElement {
  static override properties = { health: { attribute: false } };
  declare health: KnownHealth;
  static override styles = [baseStyles];

  override render(): unknown {
    const { health } = this;
    return html`<dw-badge tone=${healthTone(health.state)} dot ?live=${health.breaker === 'half-open'}>${healthWords(health)}</dw-badge>`;
  }
}
