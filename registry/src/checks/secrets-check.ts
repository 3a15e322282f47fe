import { MOST_FINDINGS, type PublishCheck } from './publish-check.ts';

/** Forms of secrets that hardly anything else has. */
const FORMS: readonly { readonly title: string; readonly pattern: RegExp }[] = [
  {
    title: 'a private key',
    pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----\s*[A-Za-z0-9+/]{20}/,
  },
  { title: 'an access key of AWS', pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/ },
  { title: 'a token of GitHub', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/ },
  { title: 'a token of GitLab', pattern: /\bglpat-[A-Za-z0-9_-]{20,}\b/ },
  { title: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}\b/ },
  { title: 'a token of a registry', pattern: /:_(?:authToken|password|auth)\s*=\s*(?!\$\{)[^\s"']{8,}/ },
  { title: 'a token of Slack', pattern: /\bxox[abeprs]-[A-Za-z0-9-]{20,}\b/ },
  { title: 'a key of Google', pattern: /\bAIza[A-Za-z0-9_-]{35}\b/ },
  { title: 'a key of Stripe', pattern: /\b[rs]k_live_[A-Za-z0-9]{20,}\b/ },
  { title: 'a key of Azure storage', pattern: /AccountKey=[A-Za-z0-9+/]{86}==/ },
  { title: 'an API token of DataWave', pattern: /\bdwp_[A-Za-z0-9_-]{24,}\b/ },
  {
    title: 'a password in an address',
    // Examples say so: localhost, example.com, user:password.
    pattern:
      /\b[a-z][a-z0-9+.-]{2,20}:\/\/[^\s:/@"'`$<{]{1,60}:(?!pass(?:word)?@|secret@|\*+@|x+@|\$|\{|<)[^\s:/@"'`$<{]{6,100}@(?!localhost|127\.0\.0\.1|example\.|host\b|db\b|server\b)[a-z0-9.-]+\.[a-z]{2,}/i,
  },
];

/** Files that hold secrets by what they are. */
const FILES =
  /(?:^|\/)(?:\.npmrc|\.netrc|\.pgpass|\.env(?:\.(?!example|sample|template)[^/]*)?|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]+\.(?:p12|pfx|jks|keystore|ppk))$/i;

/** Bytes of a file that are looked through. */
const LOOKED_AT = 4 * 1024 * 1024;

/** No private key, token or password in the files. Says file, line and kind, and never what stands there. */
export const secretsCheck: PublishCheck = ({ files }) => {
  const findings: string[] = [];
  for (const [path, bytes] of files) {
    if (findings.length >= MOST_FINDINGS) break;
    if (FILES.test(path)) {
      findings.push(`${path} is a file in which secrets are kept.`);
      continue;
    }
    // Bytes as characters: a secret is ASCII, whatever stands around it.
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, LOOKED_AT)).toString(
      'latin1',
    );
    for (const { title, pattern } of FORMS) {
      const match = pattern.exec(text);
      if (match === null) continue;
      const line = text.slice(0, match.index).split('\n').length;
      findings.push(`${path}:${line} holds what looks like ${title}.`);
    }
  }
  return findings;
};
