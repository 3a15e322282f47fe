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
  html`<dw-callout tone="success" live heading="A link for ${displayName} is made. ">Hand it over by a way that only they read, with the user name that they sign in with: <strong>${username}</strong>. It sets their password, once, and is good until <dw-time at=${expiresAt}></dw-time>. It is not shown again.</dw-callout>
    <identity-once-shown label="Link to set a password" .value=${new URL(path, location.origin).href} @dw-taken=${taken}></identity-once-shown>`;
