import { type FrequencyList, foldText, readFrequencyList, readWordList } from '@datawave/plugin-sdk';

/** Lookups in the shipped lists, folded and trimmed. */
export interface PlaceLists {
  /**
   * Null for what is no city. Otherwise the natural log of how much likelier the name is of a city than a person's or an ordinary
   * word: above 0 for `Chicago`, below for `Reading`.
   */
  weighCity(value: string): number | null;
  /** The same of countries: above 0 for `Germany`, below for `Jordan`. */
  weighCountry(value: string): number | null;
  /** ISO 3166-1 alpha-2, capitals. */
  isCountryCode(value: string): boolean;
  /** ISO 3166-1 alpha-3, letter case aside. */
  isLongCountryCode(value: string): boolean;
}

const ALPHA_3: ReadonlySet<string> = new Set(
  'AFG ALB DZA ASM AND AGO AIA ATA ATG ARG ARM ABW AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BMU BTN BOL BES BIH BWA BVT BRA IOT BRN BGR BFA BDI CPV KHM CMR CAN CYM CAF TCD CHL CHN CXR CCK COL COM COD COG COK CRI HRV CUB CUW CYP CZE CIV DNK DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FLK FRO FJI FIN FRA GUF PYF ATF GAB GMB GEO DEU GHA GIB GRC GRL GRD GLP GUM GTM GGY GIN GNB GUY HTI HMD VAT HND HKG HUN ISL IND IDN IRN IRQ IRL IMN ISR ITA JAM JPN JEY JOR KAZ KEN KIR PRK KOR KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MAC MDG MWI MYS MDV MLI MLT MHL MTQ MRT MUS MYT MEX FSM MDA MCO MNG MNE MSR MAR MOZ MMR NAM NRU NPL NLD NCL NZL NIC NER NGA NIU NFK MNP MKD NOR OMN PAK PLW PSE PAN PNG PRY PER PHL PCN POL PRT PRI QAT REU ROU RUS RWA BLM SHN KNA LCA MAF SPM VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SXM SVK SVN SLB SOM ZAF SGS SSD ESP LKA SDN SUR SJM SWE CHE SYR TWN TJK TZA THA TLS TGO TKL TON TTO TUN TUR TKM TCA TUV UGA UKR ARE GBR USA UMI URY UZB VUT VEN VNM VGB VIR WLF ESH YEM ZMB ZWE GER NED SUI DEN GRE POR CRO BUL LAT SLO CHI PAR URU RSA NGR ALG KSA IRI INA MAS PHI VIE TPE HAI GUA HON NCA CRC PUR BAR BAH'.split(
    ' ',
  ),
);

/** Reads each list when it is first asked. */
export function createPlaceLists(): PlaceLists {
  const cities = once(() => readFrequencyList(dataFile('cities')));
  const countries = once(() => readFrequencyList(dataFile('countries')));
  const codes = once(() => readWordList(dataFile('country-codes')));
  return {
    weighCity: (value) => weighHead(cities(), value),
    weighCountry: (value) => countries().weigh(foldText(value)),
    isLongCountryCode: (value) => ALPHA_3.has(value.toUpperCase()),
    isCountryCode: (value) => codes().has(value.toLowerCase()),
  };
}

/** What the city weighs that a value names: "Austin, TX" and "Frankfurt (Main)" are cities, too. */
function weighHead(cities: FrequencyList, value: string): number | null {
  const folded = foldText(value);
  const whole = cities.weigh(folded);
  if (whole !== null) return whole;
  const head = folded.split(/[,(/]/, 1)[0]?.trim() ?? '';
  const weight = head === folded ? null : cities.weigh(head);
  // What stands behind a comma says that it is a place: nobody is called "Jackson, MS".
  return weight === null ? null : Math.max(0, weight);
}

const dataFile = (name: string): URL => new URL(`../data/${name}.txt`, import.meta.url);

function once<Value>(read: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= read();
    return value;
  };
}
