import { type DataWaveElement, fieldOf, suggestGroups, t } from '@datawave/plugin-sdk/ui';
import { html, render } from 'lit';

/**
 * Asks for a group that is kept here. Resolves with its id, or null when none was chosen. Needs the styles of forms, and those of
 * `askReason`.
 */
export async function chooseGroup(host: DataWaveElement, people: number): Promise<string | null> {
  const groups = await suggestGroups(host.shell, host.lifetime);
  const place = document.createElement('div');
  host.renderRoot.append(place);
  return new Promise((resolve) => {
    let chosen: string | null = null;
    const close = (): void => {
      const dialog = place.querySelector<HTMLElement & { open: boolean }>('dw-dialog');
      if (dialog !== null) dialog.open = false;
    };
    const submit = (event: SubmitEvent): void => {
      event.preventDefault();
      if (!(event.target instanceof HTMLFormElement)) return;
      chosen = String(new FormData(event.target).get('group') ?? '') || null;
      close();
    };
    const closed = (): void => {
      place.remove();
      resolve(chosen);
    };
    render(
      html`<dw-dialog heading=${t('Add {n, plural, one {# account} other {# accounts}} to a group', { n: people })} .open=${true} @close=${closed}><form class="stack" @submit=${submit}>
        ${fieldOf('group', t('Group'), html`<select id="group" name="group" required aria-describedby="group-help"><option value="">${t('Choose a group')}</option>${groups.map(([id, title]) => html`<option value=${id}>${title}</option>`)}</select>`, { help: t('What the group may do, they may do then. Groups of a directory are changed there.') })}
        <div class="actions"><dw-button @click=${close}>${t('Cancel')}</dw-button><dw-button variant="primary" type="submit">${t('Add')}</dw-button></div><input type="submit" hidden></form></dw-dialog>`,
      place,
    );
  });
}
