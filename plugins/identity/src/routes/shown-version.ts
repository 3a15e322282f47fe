import { createHash } from 'node:crypto';

/**
 * An answer that tells more of a thing than what its version counts: memberships, passkeys, codes that are left. Its entity tag changes
 * with all of it, so that no browser shows what was; {@link editedVersion} finds in it the version that an edit is checked against.
 */
export function withVersion<T extends { readonly version: number }>(
  body: T,
): { readonly body: T; readonly version: string } {
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16);
  return { body, version: `${body.version}.${digest}` };
}

/** Of the thing itself, from what came back as If-Match. */
export const editedVersion = (expected: string | undefined): string | undefined => expected?.split('.')[0];
