import type { ScanState } from '@datawave/plugin-sdk/ui';
import { html, LitElement } from 'lit';
import { isWorking, stateTone, stateWords } from './api.ts';

/** The state of a run in a word; its dot pulses while work is going on. */
export class ScansStateBadge extends LitElement {
  static override properties = { state: { type: String } };
  declare state: ScanState;

  constructor() {
    super();
    this.state = 'queued';
  }

  override render(): unknown {
    return html`<dw-badge tone=${stateTone(this.state)} dot ?live=${isWorking(this.state)}>${stateWords(this.state)}</dw-badge>`;
  }
}
