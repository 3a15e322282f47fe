import { findSecrets } from '@datawave/plugin-sdk/packaging';
import type { PublishCheck } from './publish-check.ts';

/** Addresses with a password in them, but for those of examples: localhost, example.com, user:password. */
const ADDRESS =
  /\b[a-z][a-z0-9+.-]{2,20}:\/\/[^\s:/@"'`$<{]{1,60}:(?!pass(?:word)?@|secret@|\*+@|x+@|\$|\{|<)[^\s:/@"'`$<{]{6,100}@(?!localhost|127\.0\.0\.1|example\.|host\b|db\b|server\b)[a-z0-9.-]+\.[a-z]{2,}/i;

/** No private key, token or password in the files. Says file, line and kind, and never what stands there. */
export const secretsCheck: PublishCheck = ({ files }) => [
  ...findSecrets(files).map(
    ({ path, line, kind }) => `${path}${line === null ? '' : `:${line}`} holds what looks like ${kind}.`,
  ),
  ...[...files].flatMap(([path, bytes]) => {
    // A character for a byte: what is looked for is ASCII.
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const match = ADDRESS.exec(text);
    if (match === null) return [];
    const line = text.slice(0, match.index).split('\n').length;
    return [`${path}:${line} holds what looks like a password in an address.`];
  }),
];
