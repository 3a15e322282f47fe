import { rich, t } from '@datawave/plugin-sdk/ui';
import { html } from 'lit';

/** A link to set a password, as the server answers it once. */
export interface ResetLink {
  /** Path with the token in its fragment. */
  readonly path: string;
  readonly expiresAt: string;
}

/** Shows a link to set a password, to be handed over by whoever made it. */
export const resetLink = (
  { path, expiresAt }: ResetLink,
  { displayName, username }: { readonly displayName: string; readonly username: string },
  taken: () => void,
): unknown =>
  html`<dw-callout tone="success" live heading="${t('A link for {name} is made.', { name: displayName })} ">${rich(
    'Hand it over by a way that only they read, with the user name that they sign in with: <b>{username}</b>. It sets their password, once, and is good until {when}. It is not shown again.',
    {
      username,
      b: (parts) => html`<strong><bdi>${parts}</bdi></strong>`,
      when: html`<dw-time at=${expiresAt}></dw-time>`,
    },
  )}</dw-callout>
    <identity-once-shown label=${t('Link to set a password')} .value=${new URL(path, location.origin).href} @dw-taken=${taken}></identity-once-shown>`;
