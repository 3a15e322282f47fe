const PEM = /^\s{0,4}-----BEGIN (?:[A-Z\d]{2,12} ){0,2}PRIVATE KEY(?: BLOCK)?-----/;
const SSH2 = /^\s{0,4}---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----/;
const BASE64 = /^[A-Za-z\d+/\s]{40,}={0,2}$/;

/**
 * Whether a value is a private key: PEM (RFC 7468), OpenSSH, PGP, PuTTY, a JSON web key with its private part (RFC 7517),
 * the key file of a Google service account, or the DER of PKCS #1, PKCS #8 and RFC 5915 in Base64.
 */
export function isPrivateKey(value: string): boolean {
  switch (value.charAt(0)) {
    case '-':
    case ' ':
      return PEM.test(value) || SSH2.test(value);
    case 'P':
      return /^PuTTY-User-Key-File-\d:/.test(value);
    case '{':
      return isPrivateJson(value);
    case 'L':
      return isEncodedPem(value);
    case 'M':
      return isPrivateDer(value);
    default:
      return false;
  }
}

/** Looked for in the text, not parsed: a value cut at the sample's limit still says enough. */
const isPrivateJson = (value: string): boolean =>
  (/"kty"\s{0,4}:\s{0,4}"(?:RSA|EC|OKP)"/.test(value) && /"d"\s{0,4}:\s{0,4}"[\w-]{16,}/.test(value)) ||
  (/"kty"\s{0,4}:\s{0,4}"oct"/.test(value) && /"k"\s{0,4}:\s{0,4}"[\w-]{16,}/.test(value)) ||
  /"private_key"\s{0,4}:\s{0,4}"-----BEGIN /.test(value);

const isEncodedPem = (value: string): boolean =>
  value.startsWith('LS0tLS1CRUdJTi') &&
  PEM.test(Buffer.from(value.slice(0, 120), 'base64').toString('latin1'));

/** A SEQUENCE that begins with a version: certificates and public keys begin with another SEQUENCE. */
function isPrivateDer(value: string): boolean {
  if (!BASE64.test(value.slice(0, 512))) return false;
  const bytes = Buffer.from(value.slice(0, 64), 'base64');
  if (bytes[0] !== 0x30) return false;
  const long = bytes[1] ?? 0;
  const start = long < 0x80 ? 2 : 2 + (long & 0x7f);
  if (bytes[start] !== 0x02 || bytes[start + 1] !== 0x01) return false;
  const version = bytes[start + 2];
  const next = bytes[start + 3];
  // PKCS #1 goes on with the modulus, PKCS #8 with the algorithm, RFC 5915 (version 1) with the octets of the key.
  if (version === 0) return (next === 0x02 && long >= 0x80) || isAlgorithm(bytes, start + 3);
  return version === 1 && next === 0x04 && (bytes[start + 4] ?? 0) >= 0x18;
}

const isAlgorithm = (bytes: Buffer, at: number): boolean =>
  bytes[at] === 0x30 && (bytes[at + 1] ?? 0xff) < 0x40 && bytes[at + 2] === 0x06;
