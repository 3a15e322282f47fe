import {
  baseStyles,
  confirmAction,
  DataWaveElement,
  fieldOf,
  formStyles,
  layoutStyles,
  makePasskey,
  msg,
  type PasskeyQuestion,
  passkeyObstacle,
  Resource,
  rich,
  t,
} from '@datawave/plugin-sdk/ui';
import { css, html, nothing } from 'lit';
import type { Passkey } from './api.ts';
import { attemptOnce } from './attempt-once.ts';
import { deviceOf } from './device.ts';

const OBSTACLES = {
  unsafe: msg('Passkeys need TLS. Open this page with https.'),
  browser: msg('This browser knows too little of passkeys.'),
} as const;

/** This page by the name that this computer has for itself. */
const localAddress = (): string => {
  const here = new URL(location.href);
  here.hostname = 'localhost';
  return here.href;
};

function obstacleNote(obstacle: NonNullable<ReturnType<typeof passkeyObstacle>>): unknown {
  if (obstacle !== 'name') return t(OBSTACLES[obstacle]);
  const address = localAddress();
  return rich(
    'Passkeys belong to a host name, and this page was opened by an IP address. Open DataWave by its host name (on this computer: {link}).',
    { link: html`<a href=${address}>${new URL(address).origin}</a>` },
  );
}

/** One's own passkeys: made, renamed, removed. Fires `dw-changed`. */
export class IdentityPasskeys extends DataWaveElement {
  static override properties = {
    isBusy: { state: true },
    isAdding: { state: true },
    renamed: { state: true },
  };
  declare isBusy: boolean;
  declare isAdding: boolean;
  /** Id of the one whose name is being changed. */
  declare renamed: string | null;
  #passkeys = new Resource(
    this,
    () => 'passkeys',
    async (_, signal) => (await this.shell.api.list<Passkey>('/account/passkeys', { signal })).items,
  );

  static override styles = [
    baseStyles,
    layoutStyles,
    formStyles,
    css`
      li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: var(--dw-space-2) var(--dw-space-3); padding: var(--dw-space-3) 0; border-bottom: 1px solid var(--dw-border); }
      li:first-child { padding-top: 0; }
      dw-callout a { color: inherit; text-decoration: underline; }
      .name { font-weight: 550; overflow-wrap: anywhere; }
      form { display: flex; flex-wrap: wrap; align-items: end; gap: var(--dw-space-2); }
      form .field { flex: 1 1 12rem; }
    `,
  ];

  constructor() {
    super();
    this.isBusy = false;
    this.isAdding = false;
    this.renamed = null;
  }

  #changed(): Promise<void> {
    this.dispatchEvent(new Event('dw-changed', { bubbles: true, composed: true }));
    return this.#passkeys.reload();
  }

  #add(name: string): Promise<void> {
    return attemptOnce(this, async () => {
      const { api } = this.shell;
      const answer = await makePasskey(await api.post<PasskeyQuestion>('/account/passkeys/options'));
      if (answer === null) return;
      await api.post('/account/passkeys', { ...answer, name });
      this.isAdding = false;
      this.shell.notify({ tone: 'success', message: t('{name} signs you in from now on.', { name }) });
      await this.#changed();
    });
  }

  #rename(id: string, name: string): Promise<void> {
    return attemptOnce(this, async () => {
      await this.shell.api.patch(`/account/passkeys/${id}`, { name });
      this.renamed = null;
      await this.#passkeys.reload();
    });
  }

  async #remove({ id, name }: Passkey): Promise<void> {
    const isSure = await confirmAction(this, {
      heading: t('Remove {name}?', { name }),
      text: t('It signs nobody in any more. The device keeps it until it is removed there as well.'),
      action: t('Remove'),
      isDangerous: true,
    });
    if (!isSure) return;
    await attemptOnce(this, async () => {
      await this.shell.api.delete(`/account/passkeys/${id}`);
      this.shell.notify({ tone: 'success', message: t('{name} is removed.', { name }) });
      await this.#changed();
    });
  }

  override render(): unknown {
    return html`<dw-card heading=${t('Passkeys')} note=${t('A key of your device, in place of password and code.')}>${this.#passkeys.view({ ready: (passkeys) => this.#list(passkeys) })}</dw-card>`;
  }

  #list(passkeys: readonly Passkey[]): unknown {
    const obstacle = passkeyObstacle();
    return html`<div class="stack">
      ${passkeys.length === 0 ? html`<p>${t('None yet. A passkey cannot be guessed or phished: your device gives it to this site alone.')}</p>` : html`<ul role="list" aria-label=${t('Passkeys')}>${passkeys.map((passkey) => this.#row(passkey))}</ul>`}
      ${obstacle === null ? this.#adder() : html`<dw-callout tone="info">${obstacleNote(obstacle)}</dw-callout>`}</div>`;
  }

  #adder(): unknown {
    if (!this.isAdding)
      return html`<div><dw-button icon="plus" @click=${() => void this.#openAdder()}>${t('Add a passkey')}</dw-button></div>`;
    const cancel = (): void => {
      this.isAdding = false;
    };
    return this.#nameForm(
      'new-name',
      deviceOf(navigator.userAgent, 'browser'),
      t('Add'),
      (name) => this.#add(name),
      cancel,
    );
  }

  async #openAdder(): Promise<void> {
    this.isAdding = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLInputElement>('#new-name')?.select();
  }

  #nameForm(
    id: string,
    name: string,
    action: string,
    done: (name: string) => Promise<void>,
    cancel: () => void,
  ): unknown {
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      if (event.target instanceof HTMLFormElement)
        void done(String(new FormData(event.target).get('name') ?? '').trim());
    };
    return html`<form @submit=${submit}>
      ${fieldOf(id, t('Name'), html`<input id=${id} name="name" required maxlength="100" .value=${name}>`)}
      <dw-button type="submit" variant="primary" ?busy=${this.isBusy}>${action}</dw-button><dw-button variant="quiet" @click=${cancel}>${t('Cancel')}</dw-button><input type="submit" hidden></form>`;
  }

  #row(passkey: Passkey): unknown {
    const { id, name, isBackedUp, relyingParty, createdAt, lastUsedAt } = passkey;
    const close = (): void => {
      this.renamed = null;
    };
    if (this.renamed === id)
      return html`<li>${this.#nameForm(`name-${id}`, name, t('Rename'), (chosen) => this.#rename(id, chosen), close)}</li>`;
    return html`<li><div class="grow"><span class="name"><bdi>${name}</bdi></span>
        ${relyingParty === location.hostname ? nothing : html`<dw-badge>${t('for {party}', { party: relyingParty })}</dw-badge>`}
        <p class="muted small">${rich('Added {when}', { when: html`<dw-time at=${createdAt}></dw-time>` })}, ${lastUsedAt === null ? t('not used yet') : rich('used {when}', { when: html`<dw-time at=${lastUsedAt}></dw-time>` })}${isBackedUp ? html`, ${t('kept by the maker of the device as well')}` : nothing}</p></div>
      <div class="row"><dw-button size="small" variant="quiet" icon="edit" label=${t('Rename {name}', { name })} @click=${() => {
        this.renamed = id;
      }}></dw-button>
        <dw-button size="small" variant="quiet" icon="trash" label=${t('Remove {name}', { name })} @click=${() => void this.#remove(passkey)}></dw-button></div></li>`;
  }
}
