import { DataWaveError } from '@datawave/plugin-sdk';

/** Codes with which a certificate is refused that no known authority has signed. */
const UNTRUSTED: readonly string[] = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

const HINTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'Have it renewed, and check the clock of this machine.',
  CERT_NOT_YET_VALID: 'Check the clock of this machine.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'Use the name that the certificate is made for in DATAWAVE_URL or --url, or have it made for this one.',
};

const TRUST =
  "If it was signed by an authority of your own, write that authority's certificate into a file (PEM) and name it: NODE_EXTRA_CA_CERTS=/path/to/authority.pem.";

/**
 * What is said of a connection whose certificate was refused; null when it failed otherwise. Checks are never switched off: the token
 * would go to whoever answers.
 */
export function certificateError(host: string, cause: unknown): DataWaveError | null {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const hint = UNTRUSTED.includes(code) ? TRUST : HINTS[code];
  if (hint === undefined) return null;
  return new DataWaveError({
    code: 'DW_PLATFORM_CERTIFICATE',
    message: `The certificate of ${host} is not accepted: ${reasonOf(code)}. Nothing was sent to it.`,
    hint,
    cause,
  });
}

function reasonOf(code: string): string {
  if (code === 'CERT_HAS_EXPIRED') return 'it has expired';
  if (code === 'CERT_NOT_YET_VALID') return 'it is not valid yet';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'it is made for another name';
  return code === 'DEPTH_ZERO_SELF_SIGNED_CERT'
    ? 'it is signed by itself'
    : 'no authority that this machine knows has signed it';
}
