import type { NumberFamily } from '../national-number.ts';

/** What columns of such numbers are called in any country. */
export const FAMILY_NAMES: Readonly<Record<NumberFamily, readonly string[]>> = {
  identity: [
    'national id',
    'national identifier',
    'national identity number',
    'national identification number',
    'national number',
    'identity number',
    'identification number',
    'identity card',
    'identity card number',
    'identity document',
    'id card',
    'id card number',
    'id number',
    'citizen id',
    'citizen number',
    'personal number',
    'personal id',
    'personal code',
    'personal identity code',
    'personal identification number',
    'person number',
    'government id',
    'NID',
    'cédula',
    'cédula de identidad',
    'documento identidad',
    'documento de identidad',
    'número documento',
    'número de documento',
    'documento',
    'carte identité',
    'numéro identité',
    'Personalnummer Staat',
    'Ausweisnummer',
    'Personenkennzeichen',
    'JMBG',
    'matični broj',
    'personnummer',
  ],
  tax: [
    'tax id',
    'tax number',
    'tax identification number',
    'tax identifier',
    'taxpayer id',
    'taxpayer number',
    'taxpayer identification number',
    'TIN',
    'TIN number',
    'fiscal code',
    'fiscal number',
    'número fiscal',
    'numéro fiscal',
    'NIF',
    'Steuernummer',
    'national id',
    'government id',
  ],
  social: [
    'social security number',
    'social security no',
    'social security id',
    'social security',
    'social insurance number',
    'SSN',
    'Sozialversicherungsnummer',
    'SV Nummer',
    'sécurité sociale',
    'seguridad social',
    'national id',
    'government id',
  ],
  health: ['health number', 'health card number', 'health insurance number', 'patient number', 'patient id'],
};

/** Words that make it a number of another kind, or something about one; check digits may hold by the scheme of another number. */
export const OTHER_NUMBERS: ReadonlySet<string> = new Set(
  `part parts component catalog catalogue reference material drawing order orders invoice tracking shipment parcel ticket transaction booking reservation receipt payment batch lot serial sku upc ean gtin isbn issn asin barcode
   phone mobile fax msisdn imei imsi iccid iban bic account timestamp epoch unix time date created updated version revision
   company companies corporate corporation organisation business employer vendor supplier merchant firm firma unternehmen entreprise empresa azienda bedrijf
   vat ein cnpj siren siret abn acn crn duns lei orgnr rsin kvk nip regon ico edrpou price amount quantity weight population
   latitude longitude hash checksum zip postal postcode licence license plate vin article product item npi case
   expiry expires issue issued country photo scan authority office`.split(/\s+/),
);
