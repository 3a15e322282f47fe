/** The check character of an ORCID iD by ISO 7064 MOD 11-2, within the block that ISNI keeps for it; a URL may stand before it. */
export function isOrcid(value: string): boolean {
  const bare = value.slice(-19).replaceAll('-', '').toUpperCase();
  // 0000-0001-5000-0007 to 0000-0003-5000-0001, and 0009-0000-0000-0000 to 0009-0010-0000-0000.
  if (!/^(?:0000000|000900)\d{8,9}[\dX]$/.test(bare) || bare.length !== 16) return false;
  let total = 0;
  for (const digit of bare.slice(0, 15)) total = (total + Number(digit)) * 2;
  const check = (12 - (total % 11)) % 11;
  return bare.endsWith(check === 10 ? 'X' : String(check));
}
