import { foldText, type InfoTypeRule } from '@datawave/plugin-sdk';

/** Words of streets and deliveries in the larger European languages, folded. */
const STREET_WORDS: ReadonlySet<string> = new Set(
  `street st str avenue ave av road rd boulevard blvd bd lane ln drive dr way court ct place pl square sq terrace ter parkway pkwy highway hwy circle cir trail trl alley loop crescent close row mews plaza suite ste apt apartment unit floor box building bldg wharf quay broadway esplanade freeway turnpike rural route
strasse platz weg allee gasse ring ufer damm chaussee rue place chemin quai impasse cours faubourg route via viale piazza corso largo strada vicolo calle avenida avda plaza paseo carrera camino carretera c/ rua travessa praca estrada alameda straat laan plein weg gracht kade ulica ul aleja al plac gatan gata vagen vag gade vej gate vei katu tie c/o po postfach jalan`.split(
    /\s+/,
  ),
);
const STREET_ENDINGS =
  /(?:strasse|str|weg|platz|allee|gasse|straat|laan|plein|gracht|gatan|vagen|gade|vej|veien|gata|katu|kuja|burg|berg|hof|damm|ufer)$/;

const tokensOf = (value: string): readonly string[] =>
  foldText(value)
    .split(/[\s,.;]+/)
    .filter((token) => token !== '');

/** A number beside a word for a street. */
export function hasStreetWord(value: string): boolean {
  const tokens = tokensOf(value);
  if (!tokens.some((token) => /^#?\d{1,6}[a-z]?(?:[-/]\d{1,4}[a-z]?)?$|^\d{3}xx$/.test(token))) return false;
  // In prose the same words are ways and places of another kind.
  return (
    tokens.length >= 2 &&
    tokens.length <= 14 &&
    tokens.some((token) => STREET_WORDS.has(token) || (token.length > 6 && STREET_ENDINGS.test(token)))
  );
}

/** A house number before or after words: `12 Orchestra Terrace`, `Berguvsvägen 8`. */
export function hasHouseNumber(value: string): boolean {
  return (
    /^\d{1,6}[a-z]?(?:[-/]\d{1,4}[a-z]?)?[ ,]+[\p{L}'.-]{2}[\p{L}\s'.,-]*/iu.test(value) ||
    /^[\p{L}'.-]{2}[\p{L}\s'.-]*[ ,]+(?:n[º°o.]*\s*)?\d{1,5}\s?[a-z]?(?:$|[,\s/-])/iu.test(value)
  );
}

export const streetAddressRule: InfoTypeRule = {
  infoType: 'STREET_ADDRESS',
  kinds: ['text'],
  names: [
    {
      phrases: [
        'address',
        'street',
        'street address',
        'address street',
        'address line',
        'street name',
        'street number',
        'postal address',
        'home address',
        'billing address',
        'shipping address',
        'ship address',
        'bill address',
        'strasse',
        'strasse hausnummer',
        'anschrift',
        'rue',
        'calle',
        'direccion',
        'domicilio',
        'indirizzo',
        'endereco',
        'rua',
        'straat',
        'straatnaam',
        'adres',
        'ulica',
        'gatuadress',
        'gateadresse',
        'katuosoite',
        'voie',
      ],
      weight: 4.5,
    },
    { phrases: ['residence', 'lot address', 'via', 'location', 'line 1'], weight: 1, whole: true },
  ],
  neutral: ['number', 'name', 'line', 'hausnummer', 'complement', 'full'],
  unlike: [
    'ip',
    'mac',
    'email',
    'web',
    'url',
    'memory',
    'wallet',
    'contract',
    'network',
    'host',
    'hex',
    'bitcoin',
    'ethereum',
    'http',
    'site',
    'city',
    'state',
    'country',
    'zip',
    'postal',
    'remote',
    'bus',
    'hardware',
  ],
  values: [
    {
      signal: 'pattern',
      says: 'name a street with a number',
      alphabet: "digit letter unicode space . - , / ' # ( ) :",
      requires: 'digit',
      minLength: 5,
      maxLength: 300,
      matches: hasStreetWord,
      present: 0.6,
      chance: 0.004,
      strongest: 6,
      weakest: -3,
    },
    {
      signal: 'shape',
      says: 'hold a number before or after words, as house numbers stand',
      alphabet: "digit letter unicode space . - , / ' # ( ) :",
      requires: 'digit space',
      minLength: 5,
      maxLength: 300,
      matches: hasHouseNumber,
      present: 0.85,
      chance: 0.08,
      strongest: 3,
      weakest: -3,
    },
  ],
  subjects: { person: 0.5, organisation: 0.3 },
  neighbours: 0.4,
};
