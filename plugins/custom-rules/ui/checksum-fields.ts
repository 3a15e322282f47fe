import { describedBy, fieldOf, t, textOf } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { type ChecksumBlock, type Fault, faultAt } from './api.ts';
import { CHECKSUM_TITLES } from './block-kinds.ts';

/** The settings of a check digit. */
export function checksumFields(
  block: ChecksumBlock,
  faults: readonly Fault[],
  change: (block: ChecksumBlock) => void,
): unknown {
  const number = (
    name: 'minLength' | 'maxLength' | 'rotate' | 'modulus' | 'remainder',
    label: string,
    placeholder: string,
  ): unknown => {
    const options = { fault: faultAt(faults, `/${name}`) };
    return fieldOf(
      name,
      label,
      html`<input id=${name} type="number" min="0" placeholder=${placeholder} .value=${live(String(block[name] ?? ''))} aria-describedby=${describedBy(name, options)} @change=${(
        event: Event,
      ) => {
        const { [name]: _, ...rest } = block;
        const text = textOf(event).trim();
        change(
          text === '' || !Number.isFinite(Number(text))
            ? rest
            : { ...rest, [name]: Math.round(Number(text)) },
        );
      }}>`,
      options,
    );
  };
  const weights = {
    help: t('A factor for each digit, the check digit included, separated by blanks.'),
    fault: faultAt(faults, '/weights'),
  };
  return html`${fieldOf(
    'checksum',
    t('System'),
    html`<select id="checksum" .value=${live(block.checksum)} @change=${(event: Event) => {
      const { weights: _1, modulus: _2, remainder: _3, ...rest } = block;
      change({ ...rest, checksum: textOf(event) });
    }}>${Object.entries(CHECKSUM_TITLES).map(([name, title]) => html`<option value=${name} ?selected=${name === block.checksum}>${t(title)}</option>`)}</select>`,
  )}
  ${
    block.checksum === 'weighted'
      ? html`${fieldOf(
          'weights',
          t('Weights'),
          html`<input id="weights" class="code" autocomplete="off" placeholder="10 9 8 7 6 5 4 3 2 1" .value=${live(block.weights?.join(' ') ?? '')} aria-describedby=${describedBy('weights', weights)} @change=${(
            event: Event,
          ) => {
            const { weights: _, ...rest } = block;
            const numbers = textOf(event)
              .split(/[\s,;]+/)
              .filter(Boolean)
              .map(Number)
              .filter(Number.isFinite);
            change(numbers.length === 0 ? rest : { ...rest, weights: numbers });
          }}>`,
          weights,
        )}<div class="pair">${number('modulus', t('Divided by'), '11')}${number('remainder', t('Leaves'), '0')}</div>`
      : nothing
  }
  <details><summary>${t('More settings')}</summary><div class="pair">
    ${number('minLength', t('Characters at least'), '6')}${number('maxLength', t('Characters at most'), '40')}${number('rotate', t('Moved to the end first'), '0')}
  </div></details>`;
}
