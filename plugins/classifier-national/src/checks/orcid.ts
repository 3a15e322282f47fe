import { passesMod11And2 } from '@datawave/plugin-sdk';

/** The check character of an ORCID iD by ISO/IEC 7064 MOD 11-2, within the block that ISNI keeps for it; a URL may stand before it. */
export function isOrcid(value: string): boolean {
  const bare = value.slice(-19).replaceAll('-', '').toUpperCase();
  // 0000-0001-5000-0007 to 0000-0003-5000-0001, and 0009-0000-0000-0000 to 0009-0010-0000-0000.
  return bare.length === 16 && /^(?:0000000|000900)\d{8,9}[\dX]$/.test(bare) && passesMod11And2(bare);
}
