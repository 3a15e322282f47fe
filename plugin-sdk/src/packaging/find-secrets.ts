import { Buffer } from 'node:buffer';

/** A place in a package that looks as if a secret stood there; never the secret itself. @public */
export interface SecretFinding {
  readonly path: string;
  /** Counted from 1; null when the whole file is one. */
  readonly line: number | null;
  /** What it looks like, as in "it holds …". */
  readonly kind: string;
}

/** Forms that hardly anything else has. Those of makers are as the makers publish them for scanners. */
const FORMS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----\s*(?:\\n)?[A-Za-z0-9+/]{20}/g],
  ['an access key of AWS', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g],
  ['a token of GitHub', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/g],
  ['a token of GitLab', /\bglpat-[A-Za-z0-9_-]{20,}/g],
  ['a token of npm', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['a token of a registry', /:_(?:authToken|password|auth)\s*=\s*(?!\$\{)[^\s"']{8,}/g],
  ['a token of Slack', /\bxox[abeprs]-[A-Za-z0-9-]{20,}/g],
  ['a key of Google', /\bAIza[A-Za-z0-9_-]{35}\b/g],
  ['a key of Stripe', /\b[rs]k_live_[A-Za-z0-9]{20,}/g],
  ['a key of Azure storage', /AccountKey=[A-Za-z0-9+/]{86}==/g],
  ['an API token of DataWave', /\bdwp_[A-Za-z0-9_-]{24,}/g],
];

/** Files that hold secrets by what they are. */
const FILES =
  /(?:^|\/)(?:\.npmrc|\.netrc|\.pgpass|\.env(?:\.(?!example|sample|template)[^/]*)?|id_(?:rsa|dsa|ecdsa|ed25519)|[^/]+\.(?:p12|pfx|jks|keystore|ppk))$/i;

/** Findings in one file; who has more has one thing to mend. */
const MOST_IN_ONE_FILE = 10;

/**
 * Places that look as if secrets stood there, in the order of the files. It finds what was left behind by mistake, in the forms that tokens
 * and private keys have; it does not find what somebody hides.
 * @param files - bytes by path
 * @public
 */
export function findSecrets(files: ReadonlyMap<string, Uint8Array>): readonly SecretFinding[] {
  return [...files].flatMap(([path, bytes]): readonly SecretFinding[] => {
    if (FILES.test(path)) return [{ path, line: null, kind: 'what is kept secret, by its name' }];
    // A character for a byte: secrets are ASCII, whatever stands around them.
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    return FORMS.flatMap(([kind, pattern]) =>
      [...text.matchAll(pattern)].map(({ index }) => ({ path, line: lineAt(text, index), kind })),
    ).slice(0, MOST_IN_ONE_FILE);
  });
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
