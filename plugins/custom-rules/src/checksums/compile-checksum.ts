import { isDamm, isHybrid, isLuhn, isMod97, isPure, isVerhoeff, isWeighted } from './check-digits.ts';
import type { ChecksumBlock } from './checksum-block.ts';

const IGNORED = ' -./';
const SHORTEST = 6;
const LONGEST = 40;

/** A test of values by their check digit. Linear in the length of the value, which beyond a bound is not read. */
export function compileChecksum(block: ChecksumBlock): (value: string) => boolean {
  const passedOver = new Set(block.ignore ?? IGNORED);
  const shortest = block.minLength ?? (block.checksum === 'weighted' ? 1 : SHORTEST);
  const longest = block.maxLength ?? LONGEST;
  const isRight = checkOf(block);
  const rotate = block.rotate ?? 0;
  return (value) => {
    // Separators may double the length, hardly more.
    if (value.length < shortest || value.length > longest * 3) return false;
    let bare = '';
    for (const character of value) if (!passedOver.has(character)) bare += character;
    if (bare.length < shortest || bare.length > longest) return false;
    const text = bare.toUpperCase();
    return isRight(rotate === 0 ? text : text.slice(rotate) + text.slice(0, rotate));
  };
}

function checkOf(block: ChecksumBlock): (text: string) => boolean {
  switch (block.checksum) {
    case 'luhn':
      return isLuhn;
    case 'mod-97-10':
      return isMod97;
    case 'mod-11-2':
      return (text) => isPure(text, 11);
    case 'mod-37-2':
      return (text) => isPure(text, 37);
    case 'mod-11-10':
      return (text) => isHybrid(text, 10);
    case 'mod-37-36':
      return (text) => isHybrid(text, 36);
    case 'verhoeff':
      return isVerhoeff;
    case 'damm':
      return isDamm;
    case 'weighted': {
      const { weights = [], modulus = 1, remainder = 0 } = block;
      return (text) => isWeighted(text, weights, modulus, remainder);
    }
  }
}
