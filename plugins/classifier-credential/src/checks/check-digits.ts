import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Check digits of vendors' keys. Each function answers whether those of a key of the right form are right. */
export const CHECKS = {
  'base62-crc32': endsInBase62Crc,
  'grafana-crc32': endsInGrafanaCrc,
  bech32: isBech32,
  base58check: isBase58Check,
  stellar: isStellarKey,
  'discord-user': startsWithUserId,
} as const;

/** Name of a kind of check digits. */
export type CheckName = keyof typeof CHECKS;

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** CRC-32 of a text in six characters of base 62, as GitHub and npm end their tokens. */
export function base62Crc(text: string): string {
  let rest = crc32(text);
  let digits = '';
  while (rest > 0) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits.padStart(6, '0');
}

/** https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/ */
function endsInBase62Crc(key: string): boolean {
  const drawn = key.slice(key.indexOf('_') + 1);
  return base62Crc(drawn.slice(0, -6)) === drawn.slice(-6);
}

/** CRC-32 of what stands before the last underscore, little-endian, in hexadecimal: Grafana's service account tokens. */
export function grafanaCrc(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(crc32(text));
  return bytes.toString('hex');
}

function endsInGrafanaCrc(key: string): boolean {
  const cut = key.lastIndexOf('_');
  return grafanaCrc(key.slice(0, cut)) === key.slice(cut + 1).toLowerCase();
}

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

/** Remainder of the BCH code of BIP 173 over five-bit values; 1 for a valid text. */
export function bech32Remainder(text: string): number {
  const cut = text.lastIndexOf('1');
  const lower = text.toLowerCase();
  const values: number[] = [];
  for (let index = 0; index < cut; index++) values.push(lower.charCodeAt(index) >> 5);
  values.push(0);
  for (let index = 0; index < cut; index++) values.push(lower.charCodeAt(index) & 31);
  for (let index = cut + 1; index < lower.length; index++) values.push(BECH32.indexOf(lower.charAt(index)));
  let remainder = 1;
  for (const value of values) {
    const top = remainder >>> 25;
    remainder = ((remainder & 0x1ffffff) << 5) ^ value;
    GENERATORS.forEach((generator, bit) => {
      if (((top >>> bit) & 1) === 1) remainder ^= generator;
    });
  }
  return remainder;
}

/** https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki */
function isBech32(key: string): boolean {
  return bech32Remainder(key) === 1;
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** The bytes that a base58 text stands for; null when it holds another character. */
function decodeBase58(text: string): Buffer | null {
  let number = 0n;
  for (const character of text) {
    const digit = BASE58.indexOf(character);
    if (digit < 0) return null;
    number = number * 58n + BigInt(digit);
  }
  const hex = number === 0n ? '' : number.toString(16);
  const zeros = /^1*/.exec(text)?.[0].length ?? 0;
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')]);
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

/** The four bytes that Base58Check appends. */
export const base58Checksum = (payload: Buffer): Buffer => sha256(sha256(payload)).subarray(0, 4);

/** https://en.bitcoin.it/wiki/Base58Check_encoding */
function isBase58Check(key: string): boolean {
  const bytes = decodeBase58(key);
  if (bytes === null || bytes.length < 5) return false;
  return base58Checksum(bytes.subarray(0, -4)).equals(bytes.subarray(-4));
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function decodeBase32(text: string): Buffer {
  let bits = 0;
  let held = 0;
  const bytes: number[] = [];
  for (const character of text) {
    held = (held << 5) | BASE32.indexOf(character);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >>> bits) & 255);
      held &= (1 << bits) - 1;
    }
  }
  return Buffer.from(bytes);
}

/** CRC-16/XMODEM of bytes. */
export function crc16(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}

/** StrKey, https://github.com/stellar/stellar-protocol/blob/master/ecosystem/sep-0023.md: version 18 for a seed, CRC-16 at the end. */
function isStellarKey(key: string): boolean {
  const bytes = decodeBase32(key);
  return (
    bytes.length === 35 && bytes[0] === 18 << 3 && crc16(bytes.subarray(0, 33)) === bytes.readUInt16LE(33)
  );
}

/** The first part of a Discord token is the bot's numeric user id in Base64url. */
function startsWithUserId(key: string): boolean {
  const id = Buffer.from(key.slice(0, key.indexOf('.')), 'base64url').toString('latin1');
  return /^\d{17,20}$/.test(id);
}
