import { describedBy, fieldOf, textOf } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';

/** Expressions to begin with, by what they are about. */
const EXAMPLES: Readonly<Record<'asset' | 'column', readonly (readonly [title: string, text: string])[]>> = {
  asset: [
    ['Of one schema', 'asset.schema == "hr"'],
    ['By a pattern', 'asset.name.matches("(?i)customer|client")'],
    ['At most a million rows', '!has(asset.rows) || asset.rows <= 1000000'],
    ['Has a column called so', 'asset.columns.exists(c, c.name.lowerAscii().contains("mail"))'],
    ['Tables only', 'asset.type == "table"'],
  ],
  column: [
    ['Texts only', 'column.kind == "text"'],
    ['No keys', '!column.isPrimaryKey'],
    ['By a pattern', 'column.name.matches("(?i)name|mail|phone")'],
    ['Without those marked public', '!column.comment.contains("public")'],
  ],
};

/** An expression with its faults and examples to begin with. */
export function expressionField(
  id: string,
  topic: 'asset' | 'column',
  options: {
    readonly value: string | null;
    readonly fault: string | null;
    readonly disabled: boolean;
    readonly change: (text: string) => void;
  },
): unknown {
  const { value, fault, disabled, change } = options;
  const help =
    topic === 'asset'
      ? 'In CEL. An asset has name, path, schema, type, rows, bytes, comment, primaryKey and columns.'
      : 'In CEL. A column has name, type, kind, nullable, comment and isPrimaryKey; its asset is “asset”.';
  const described = { help, fault };
  return html`${fieldOf(
    id,
    topic === 'asset' ? 'Only assets for which this holds' : 'Only columns for which this holds',
    html`<textarea id=${id} class="code" rows="2" autocomplete="off" spellcheck="false" maxlength="4000" ?disabled=${disabled} placeholder=${topic === 'asset' ? 'asset.schema == "hr"' : 'column.kind == "text"'}
      aria-invalid=${fault === null ? nothing : 'true'} aria-describedby=${describedBy(id, described)}
      .value=${live(value ?? '')} @input=${(event: Event) => change(textOf(event))}></textarea>`,
    described,
  )}
  ${
    disabled
      ? nothing
      : html`<div class="row examples" role="group" aria-label="Examples of expressions for ${topic}s"><span class="muted small">Such as</span>${EXAMPLES[
          topic
        ].map(
          ([title, text]) =>
            html`<dw-button size="small" @click=${() => {
              const before = (value ?? '').trim();
              change(before === '' ? text : `(${before}) && (${text})`);
            }}>${title}</dw-button>`,
        )}</div>`
  }`;
}
