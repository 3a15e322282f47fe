import {
  baseStyles,
  checkboxOf,
  choiceOf,
  DataWaveElement,
  type DwSchemaForm,
  describedBy,
  fieldOf,
  formStyles,
  msg,
  radiosOf,
  switchOf,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html } from 'lit';
import { drawSpecimen, type Specimen, specimenStyles } from './specimen.ts';

/** A schema with everything that a schema form knows. */
const SCHEMA = {
  type: 'object',
  required: ['host', 'user'],
  dependentRequired: { clientKey: ['clientCertificate'] },
  properties: {
    host: {
      type: 'string',
      title: msg('Host'),
      description: msg('Name or address.'),
      examples: ['db.example.com'],
      minLength: 1,
    },
    port: { type: 'integer', title: msg('Port'), default: 5432, minimum: 1, maximum: 65_535 },
    timeoutSeconds: { type: 'integer', title: msg('Time for an answer'), default: 300, minimum: 1 },
    user: { type: 'string', title: msg('User') },
    password: { type: 'string', title: msg('Password'), writeOnly: true },
    tls: { enum: ['verify', 'require', 'off'], title: msg('TLS'), default: 'verify' },
    readOnly: {
      type: 'boolean',
      title: msg('Read-only transactions'),
      default: true,
      description: msg('Nothing can be changed by mistake.'),
    },
    auth: {
      title: msg('Who signs in'),
      oneOf: [
        { title: msg('With a password'), properties: { kind: { const: 'password' } } },
        {
          title: msg('With a token'),
          required: ['token'],
          properties: {
            kind: { const: 'token' },
            token: { type: 'string', title: msg('Token'), writeOnly: true },
          },
        },
      ],
    },
    schemas: {
      type: 'array',
      title: msg('Schemas'),
      items: { type: 'string' },
      description: msg('All unless given.'),
    },
    kinds: { type: 'array', title: msg('What is read'), items: { enum: ['tables', 'views'] } },
    replicas: {
      type: 'array',
      title: msg('Replicas'),
      maxItems: 3,
      items: {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', title: msg('Name') },
          key: { type: 'string', title: msg('Key'), writeOnly: true },
        },
      },
    },
    labels: { type: 'object', title: msg('Labels'), additionalProperties: { type: 'string' } },
    clientCertificate: { type: 'string', title: msg('Client certificate'), maxLength: 100_000 },
    clientKey: { type: 'string', title: msg('Client key'), maxLength: 100_000, writeOnly: true },
  },
};
const GIVEN = { host: 'db.example.com', replicas: [{ name: 'north' }] };

/** Fields, choices and the form that is made from a schema. */
export class ShellDesignForms extends DataWaveElement {
  static override properties = { isOn: { state: true }, chosen: { state: true }, shown: { state: true } };
  declare isOn: boolean;
  declare chosen: string;
  declare shown: string;

  static override styles = [
    baseStyles,
    formStyles,
    specimenStyles,
    css`
      .column { display: grid; align-self: start; gap: var(--dw-space-4); flex: 1 1 20rem; min-width: 0; max-width: 30rem; }
      dw-schema-form + p { margin-top: var(--dw-space-4); }
      pre { margin: var(--dw-space-3) 0 0; padding: var(--dw-space-3); border-radius: var(--dw-radius); background: var(--dw-surface-2); white-space: pre-wrap; overflow-wrap: anywhere; font-family: var(--dw-font-mono); font-size: var(--dw-font-size-s); }
    `,
  ];

  constructor() {
    super();
    this.isOn = true;
    this.chosen = 'daily';
    this.shown = '';
  }

  override render(): unknown {
    return [this.#fields(), this.#combobox(), this.#schema()].map(drawSpecimen);
  }

  #fields(): Specimen {
    const fault = { fault: t('Give it a name.') };
    const help = { help: t('What people call it here.') };
    const change = (isOn: boolean): void => {
      this.isOn = isOn;
    };
    const choose = (value: string): void => {
      this.chosen = value;
    };
    return {
      name: 'fieldOf · checkboxOf · switchOf · radiosOf · choiceOf',
      purpose: t(
        'Fields of forms that are written by hand: a label, the browser’s own control, help, and what is wrong with it.',
      ),
      example: html`<div class="column">
          ${fieldOf('design-name', t('Name'), html`<input id="design-name" value="Warehouse" autocomplete="off" aria-describedby=${describedBy('design-name', help)}>`, help)}
          ${fieldOf('design-empty', t('Name'), html`<input id="design-empty" aria-invalid="true" autocomplete="off" aria-describedby=${describedBy('design-empty', fault)}>`, fault)}
          ${fieldOf('design-off', t('Disabled'), html`<input id="design-off" disabled value="42">`)}
          ${fieldOf('design-text', t('Description'), html`<textarea id="design-text" rows="3"></textarea>`)}</div>
        <div class="column">
          ${checkboxOf('design-check', t('Also read views'), this.isOn, change)}
          ${switchOf('design-switch', t('Scan by itself'), this.isOn, change, { help: t('Counts at once.') })}
          ${radiosOf(
            'design-radios',
            t('How often'),
            [
              ['daily', t('Every night'), t('At the hour of least load.')],
              ['weekly', t('Every week')],
            ],
            this.chosen,
            choose,
          )}
          ${choiceOf({
            label: t('How often'),
            value: this.chosen,
            any: t('Never'),
            options: [
              ['daily', t('Every night')],
              ['weekly', t('Every week')],
            ],
            choose,
          })}</div>`,
      instead: [
        t('Put the label above the field and keep it there.'),
        t('A placeholder in place of a label.'),
      ],
    };
  }

  #combobox(): Specimen {
    const options = Array.from(
      { length: 10_000 },
      (_, index) => [`${index}`, `schema_${index % 97}.table_${index}`] as const,
    );
    return {
      name: 'dw-combobox',
      purpose: t('One of many, found by writing a part of its name; here among ten thousand.'),
      example: html`<dw-combobox class="wide" label=${t('Table')} .options=${options}></dw-combobox>`,
      attributes: [
        ['label, value, options, placeholder, disabled', t('As of a select; fires dw-choose.')],
        ['loading', t('Its entries come later: what is written is kept, and Enter waits for them.')],
      ],
    };
  }

  #schema(): Specimen {
    const form = (): DwSchemaForm | null => this.renderRoot.querySelector<DwSchemaForm>('dw-schema-form');
    const check = (): void => {
      const isRight = form()?.check() ?? false;
      this.shown = isRight ? JSON.stringify(form()?.value, null, 2) : '';
    };
    return {
      name: 'dw-schema-form',
      purpose: t(
        'A form made from a JSON Schema, for connections and for settings of plugins. What holds by itself stands in the field until something else is written there; secrets are written and never shown.',
      ),
      example: html`<div class="wide"><dw-schema-form .schema=${SCHEMA} .given=${GIVEN} .stored=${['password', '/replicas/0/key']} @dw-submit=${check}></dw-schema-form>
        <p><dw-button variant="primary" @click=${check}>${t('Check')}</dw-button></p>${this.shown === '' ? '' : html`<pre id="design-value">${this.shown}</pre>`}</div>`,
      attributes: [
        ['schema, given', t('JSON Schema; the values that it begins with.')],
        ['stored', t('Secrets that the server keeps: names or JSON pointers.')],
        ['faults, pointerBase', t('What the server refused, put to the field that it is about.')],
        ['draft, etag', t('Keeps what is written in this browser until clearDraft(); never a secret.')],
        [
          'value, isChanged, check(), focusFault()',
          t('What was filled in, whether it differs, what is wrong with it.'),
        ],
      ],
    };
  }
}
