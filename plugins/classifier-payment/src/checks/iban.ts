import { passesMod97And10 } from '@datawave/plugin-sdk';

/** Lengths by country, SWIFT IBAN Registry release 99. */
const LENGTHS: ReadonlyMap<string, number> = new Map(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
);

/** ISO 13616-1: country, its length, and the rearranged number leaves 1 on division by 97. */
export function isIban(value: string): boolean {
  const bare = value.replace(/[ -]/g, '').toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/.test(bare) || LENGTHS.get(bare.slice(0, 2)) !== bare.length)
    return false;
  return passesMod97And10(bare.slice(4) + bare.slice(0, 4));
}

/** Countries in BICs: those of the IBAN registry and the larger ones without. */
const BIC_COUNTRIES: ReadonlySet<string> = new Set([
  ...LENGTHS.keys(),
  ...'US CA AU NZ JP CN HK SG IN ID TH VN KR TW MY PH ZA NG KE MX AR CL CO PE MA DZ'.split(' '),
]);

/** ISO 9362: four characters for the party, a country, two for the place, three for a branch perhaps. */
export const isBic = (value: string): boolean =>
  /^[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?$/.test(value) && BIC_COUNTRIES.has(value.slice(4, 6));
