import { fieldOf, t } from '@datawave/plugin-sdk/ui';
import { css, html, render } from 'lit';

/** Looks of {@link askReason}. */
export const reasonStyles = css`
  .actions { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: var(--dw-space-2); }
`;

/** Asks for a reason before something is done to somebody. Resolves with it, or null when it was not to be done. Needs the styles of forms, and {@link reasonStyles}. */
export function askReason(
  host: HTMLElement,
  question: { readonly heading: string; readonly text: string; readonly action: string },
): Promise<string | null> {
  const place = document.createElement('div');
  (host.shadowRoot ?? host).append(place);
  return new Promise((resolve) => {
    let reason: string | null = null;
    const close = (): void => {
      const dialog = place.querySelector<HTMLElement & { open: boolean }>('dw-dialog');
      if (dialog !== null) dialog.open = false;
    };
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      if (!(event.target instanceof HTMLFormElement)) return;
      reason = String(new FormData(event.target).get('reason') ?? '').trim();
      if (reason !== '') close();
    };
    const closed = (): void => {
      place.remove();
      resolve(reason === '' ? null : reason);
    };
    render(
      html`<dw-dialog heading=${question.heading} .open=${true} @close=${closed}><form class="stack" @submit=${submit}>
        <p>${question.text}</p>
        ${fieldOf('reason', t('Reason'), html`<input id="reason" name="reason" required maxlength="300" autocomplete="off" aria-describedby="reason-help">`, { help: t('Stands in the audit trail, and with the account.') })}
        <div class="actions"><dw-button @click=${close}>${t('Cancel')}</dw-button><dw-button variant="danger" type="submit">${question.action}</dw-button></div><input type="submit" hidden></form></dw-dialog>`,
      place,
    );
  });
}
