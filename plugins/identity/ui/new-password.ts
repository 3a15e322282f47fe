import { fieldOf, msg, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';

const HELP = msg(
  'Long, of several words if you like. Names, runs along the keyboard and passwords from breaches are refused.',
);

/** The field for a password that is to be set, named `password`, with what is wrong with it. */
export function newPasswordField(options: {
  readonly label: string;
  readonly fault: string | null;
  readonly isShown: boolean;
  readonly show: (isShown: boolean) => void;
  readonly isOptional?: boolean;
}): unknown {
  const { fault, isShown } = options;
  const input = html`<input id="new-password" name="password" type=${isShown ? 'text' : 'password'} autocomplete="new-password" autocapitalize="off" spellcheck="false" ?required=${options.isOptional !== true} maxlength="1000"
    aria-invalid=${fault === null ? nothing : 'true'} aria-describedby=${fault === null ? 'new-password-help' : 'new-password-help new-password-fault'}>`;
  const toggled = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) options.show(event.target.checked);
  };
  return html`${fieldOf('new-password', options.label, input, { help: t(HELP), fault })}
    <div class="check"><input type="checkbox" id="show-password" .checked=${isShown} @change=${toggled}><label for="show-password">${t('Show what I type')}</label></div>`;
}
