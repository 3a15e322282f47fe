import {
  passesDamm,
  passesLuhn,
  passesMod11And2,
  passesMod11And10,
  passesMod37And2,
  passesMod37And36,
  passesMod97And10,
  passesVerhoeff,
  passesWeightedSum,
} from '@datawave/plugin-sdk';
import type { ChecksumBlock, ChecksumName } from './checksum-block.ts';

const IGNORED = ' -./';
const SHORTEST = 6;
const LONGEST = 40;

const REFUSED = 0;
const KEPT = 1;
const PASSED_OVER = 2;

/** Systems whose characters are digits and letters; those of all others are digits, at most with a last X. */
const ALPHANUMERIC: ReadonlySet<ChecksumName> = new Set(['mod-97-10', 'mod-37-2', 'mod-37-36']);

/** What is done with each ASCII character: most values are refused at their first one. */
function rolesOf({ checksum, ignore = IGNORED }: ChecksumBlock): Uint8Array {
  const roles = new Uint8Array(128).fill(REFUSED);
  const kept = ALPHANUMERIC.has(checksum)
    ? '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz*'
    : '0123456789Xx';
  for (const character of kept) roles[character.charCodeAt(0)] = KEPT;
  for (const character of ignore) {
    const code = character.charCodeAt(0);
    if (code < 128) roles[code] = PASSED_OVER;
  }
  return roles;
}

/** A test of values by their check digit. Linear in the length of the value, which beyond a bound is not read. */
export function compileChecksum(block: ChecksumBlock): (value: string) => boolean {
  const roles = rolesOf(block);
  const ignored = block.ignore ?? IGNORED;
  const shortest = block.minLength ?? (block.checksum === 'weighted' ? 1 : SHORTEST);
  const longest = block.maxLength ?? LONGEST;
  const isRight = checkOf(block);
  const rotate = block.rotate ?? 0;
  return (value) => {
    // Separators may double the length, hardly more.
    if (value.length < shortest || value.length > longest * 3) return false;
    let bare = '';
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      const character = value[index] ?? '';
      const role =
        code < 128 ? (roles[code] ?? REFUSED) : ignored.includes(character) ? PASSED_OVER : REFUSED;
      if (role === REFUSED) return false;
      if (role === KEPT) bare += character;
    }
    if (bare.length < shortest || bare.length > longest) return false;
    const text = bare.toUpperCase();
    return isRight(rotate === 0 ? text : text.slice(rotate) + text.slice(0, rotate));
  };
}

function checkOf(block: ChecksumBlock): (text: string) => boolean {
  switch (block.checksum) {
    case 'luhn':
      return passesLuhn;
    case 'mod-97-10':
      return passesMod97And10;
    case 'mod-11-2':
      return passesMod11And2;
    case 'mod-37-2':
      return passesMod37And2;
    case 'mod-11-10':
      return passesMod11And10;
    case 'mod-37-36':
      return passesMod37And36;
    case 'verhoeff':
      return passesVerhoeff;
    case 'damm':
      return passesDamm;
    case 'weighted': {
      const { weights = [], modulus = 1, remainder = 0 } = block;
      return (text) => passesWeightedSum(text, weights, modulus, remainder);
    }
  }
}
