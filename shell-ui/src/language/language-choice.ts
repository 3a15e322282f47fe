import {
  baseStyles,
  DataWaveElement,
  fieldOf,
  formStyles,
  Resource,
  t,
  textOf,
} from '@datawave/plugin-sdk/ui';
import { html } from 'lit';
import { chooseLanguage, chosenLanguage, languageName } from './chosen-language.ts';

/** `<shell-language-choice>`: a labelled choice of the language that the shell is shown in. */
export class ShellLanguageChoice extends DataWaveElement {
  static override styles = [baseStyles, formStyles];

  readonly #offered = new Resource(
    this,
    () => 'all',
    (_, signal) => this.shell.api.get<{ readonly items: readonly string[] }>('/ui/messages', { signal }),
  );

  override render(): unknown {
    const chosen = chosenLanguage() ?? '';
    const built = (document.documentElement.dataset['languages'] ?? '').split(' ');
    // What plugins bring beyond that comes later; the choice does not wait for it.
    const tags = new Set(['en', ...built, ...(this.#offered.value?.items ?? []), chosen]);
    tags.delete('');
    const named = [...tags].map((tag) => ({ tag, name: languageName(tag) }));
    return fieldOf(
      'language',
      t('Language'),
      html`<select id="language" @change=${(event: Event) => chooseLanguage(textOf(event) === '' ? null : textOf(event))}>
        <option value="" ?selected=${chosen === ''}>${t('Like the browser')}</option>
        ${named
          .sort((one, other) => one.name.localeCompare(other.name))
          .map(
            ({ tag, name }) =>
              html`<option value=${tag} lang=${tag} ?selected=${tag === chosen}>${name}</option>`,
          )}</select>`,
    );
  }
}
