import { base58Checksum, base62Crc, bech32Remainder, crc16, grafanaCrc } from '../src/checks/check-digits.ts';
import { charactersOf, type FormPart, parseForm } from '../src/formats/form.ts';
import type { KeyFormat } from '../src/formats/key-format.ts';

/** A repeatable source of numbers from 0 below 1: a linear congruence of 48 bits, as in drand48. */
export function randomFrom(seed: number): () => number {
  let state = (BigInt(seed >>> 0) << 16n) + 0x330en;
  return () => {
    state = (state * 0x5deece66dn + 11n) & 0xffff_ffff_ffffn;
    return Number(state >> 16n) / 2 ** 32;
  };
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/**
 * A key of a form, never anybody's: drawn from its alphabets, its check digits computed. Tests and cases make keys when
 * they run, so that no key stands in the repository for a scanner of secrets to trip over.
 */
export function makeKey(format: KeyFormat, form: string, random: () => number): string {
  const parts = parseForm(form);
  switch (format.check) {
    case 'base62-crc32': {
      const drawn = draw(parts, random).slice(0, -6);
      return drawn + base62Crc(drawn.slice(drawn.indexOf('_') + 1));
    }
    case 'grafana-crc32': {
      const drawn = draw(parts, random).slice(0, -9);
      return `${drawn}_${grafanaCrc(drawn)}`;
    }
    case 'bech32':
      return withBech32(draw(parts, random));
    case 'base58check':
      return withBase58(format, form, random);
    case 'stellar':
      return stellarSeed(random);
    case 'discord-user': {
      const id = String(Math.floor(1e17 + random() * 8e17));
      const [, ...rest] = draw(parts, random).split('.');
      return [Buffer.from(id).toString('base64url'), ...rest].join('.');
    }
    default:
      return draw(parts, random);
  }
}

function draw(parts: readonly FormPart[], random: () => number): string {
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? '';
  return parts
    .map((part) => {
      if (part.kind === 'literal') return part.text;
      if (part.kind === 'choice') return pick(part.words);
      const characters = charactersOf(part.alphabet);
      const length = part.least + Math.floor(random() * (part.most - part.least + 1));
      return Array.from({ length }, () => pick(characters)).join('');
    })
    .join('');
}

function withBech32(drawn: string): string {
  const isUpper = drawn === drawn.toUpperCase();
  const body = drawn.toLowerCase().slice(0, -6);
  const remainder = bech32Remainder(`${body}qqqqqq`) ^ 1;
  const check = Array.from({ length: 6 }, (_, index) =>
    BECH32.charAt((remainder >>> (5 * (5 - index))) & 31),
  ).join('');
  return isUpper ? (body + check).toUpperCase() : body + check;
}

const VERSIONS: Readonly<Record<string, { readonly version: readonly number[]; readonly length: number }>> = {
  '5': { version: [0x80], length: 32 },
  '9': { version: [0xef], length: 32 },
  '{K': { version: [0x80], length: 33 },
  c: { version: [0xef], length: 33 },
  '{x': { version: [0x04, 0x88, 0xad, 0xe4], length: 74 },
  'edsk{base58:50}': { version: [13, 15, 58, 7], length: 32 },
  'edsk{base58:94}': { version: [43, 246, 78, 7], length: 64 },
  'edesk{base58:83}': { version: [7, 90, 60, 179, 41], length: 56 },
};

/** Version bytes of Bitcoin (BIP 32, WIF) and Tezos make the prefix come out of the number itself. */
function withBase58(format: KeyFormat, form: string, random: () => number): string {
  const entry = VERSIONS[form] ?? VERSIONS[form.slice(0, 2)] ?? VERSIONS[form.charAt(0)];
  if (entry === undefined) throw new Error(`There is no version of ${format.id} for ${form}.`);
  const key = Array.from({ length: entry.length }, () => Math.floor(random() * 256));
  if (entry.length === 33) key[32] = 1;
  const payload = Buffer.from([...entry.version, ...key]);
  const bytes = Buffer.concat([payload, base58Checksum(payload)]);
  let number = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  while (number > 0n) {
    text = BASE58.charAt(Number(number % 58n)) + text;
    number /= 58n;
  }
  return text;
}

function stellarSeed(random: () => number): string {
  const payload = Buffer.from([18 << 3, ...Array.from({ length: 32 }, () => Math.floor(random() * 256))]);
  const check = Buffer.alloc(2);
  check.writeUInt16LE(crc16(payload));
  let number = BigInt(`0x${Buffer.concat([payload, check]).toString('hex')}`);
  let text = '';
  for (let index = 0; index < 56; index++) {
    text = BASE32.charAt(Number(number & 31n)) + text;
    number >>= 5n;
  }
  return text;
}
