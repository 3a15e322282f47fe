import { passesMod11And2 } from '@datawave/plugin-sdk';

/**
 * Groups of four digits with ISO/IEC 7064 MOD 11-2, as ORCID writes them, within the blocks that ISNI keeps for it; a URL may
 * stand before it.
 */
export function isOrcid(value: string): boolean {
  const bare = value.replace(/^(?:https?:\/\/orcid\.org\/|orcid:)/i, '').replaceAll('-', '');
  // 0000-0001-5000-0007 to 0000-0003-5000-0001, and 0009-0000-0000-0000 to 0009-0010-0000-0000.
  return /^(?:0000000\d{8}|000900\d{9})[\dX]$/i.test(bare) && passesMod11And2(bare.toUpperCase());
}
