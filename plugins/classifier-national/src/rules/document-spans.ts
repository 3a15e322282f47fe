import type { SpanRule } from '@datawave/plugin-sdk';
import { passesMrz } from '../checks/mrz.ts';

const PASSPORT_WORDS = [
  ...[
    'passport',
    'passport number',
    'passport no',
    'reisepass',
    'reisepassnummer',
    'passnummer',
    'passeport',
  ],
  ...[
    'numero de passeport',
    'pasaporte',
    'numero de pasaporte',
    'passaporto',
    'passaporte',
    'paspoort',
    'paspoortnummer',
  ],
  ...['paszport', 'pasaport', 'паспорт'],
];
const LICENCE_WORDS = [
  ...[
    'driver s license',
    'drivers license',
    'driver license',
    'driving licence',
    'driving license',
    'driver s licence',
  ],
  ...[
    'drivers licence',
    'license number',
    'licence number',
    'dl number',
    'driver s permit',
    'fuehrerschein',
    'fuhrerschein',
  ],
  ...[
    'fuhrerscheinnummer',
    'permis de conduire',
    'licencia de conducir',
    'permiso de conducir',
    'patente di guida',
  ],
  ...['rijbewijs', 'carta de conducao', 'prawo jazdy', 'korkort'],
];
const hasDigits = (count: number) => (value: string) => value.replace(/\D/g, '').length >= count;

/** Documents within running text: few have check digits, so that a word beside them must tell. */
export const documentSpans: readonly SpanRule[] = [
  {
    id: 'passport-by-name',
    infoType: 'PASSPORT_NUMBER',
    trigger: { requires: 'digit', minLength: 6, minDigits: 5 },
    pattern: /(?<![\p{L}\d]|\d[-./])[A-Z]{0,3}\d{5,9}[A-Z\d]{0,2}(?![\p{L}\d]|[-./]\d)/u,
    says: 'has the length and characters of a passport number',
    signal: 'pattern',
    probability: 0.2,
    needsContext: true,
    context: { raise: PASSPORT_WORDS, raised: 0.9 },
  },
  {
    id: 'passport-line',
    infoType: 'PASSPORT_NUMBER',
    // The filler ends a piece of text: what stands before and after it is reached for.
    trigger: { requires: 'digit upper', minDigits: 15, reach: 44 },
    pattern: /(?<![A-Z\d<])[A-Z\d<]{9}\d[A-Z<]{3}\d{7}[MFX<]\d{7}[A-Z\d<]{14}[\d<]\d(?![A-Z\d<])/,
    validate: passesMrz,
    says: 'is the machine-readable line of a passport with its check digits',
    signal: 'checksum',
    probability: 0.99,
  },
  {
    id: 'driver-license-by-name',
    infoType: 'DRIVER_LICENSE_NUMBER',
    trigger: { requires: 'digit', minLength: 5, minDigits: 4 },
    pattern: /(?<![\p{L}\d]|\d[-./])[A-Z\d](?:[A-Z\d]|-(?=[A-Z\d])){4,19}(?![\p{L}\d]|[-./]\d)/u,
    validate: hasDigits(4),
    says: 'has the length and characters of a driving licence number',
    signal: 'pattern',
    probability: 0.2,
    needsContext: true,
    context: { raise: LICENCE_WORDS, raised: 0.9 },
  },
];
