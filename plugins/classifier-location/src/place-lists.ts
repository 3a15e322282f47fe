import { type FrequencyList, foldText, readFrequencyList, readWordList } from '@datawave/plugin-sdk';

/** Lookups in the shipped lists, folded and trimmed. */
export interface PlaceLists {
  isCity(value: string): boolean;
  /** Natural log of how much likelier the name is of a city than a person's or an ordinary word: above 0 for `Chicago`, below for `Reading`. */
  cityRatio(value: string): number;
  isCountry(value: string): boolean;
  /** The same of countries: above 0 for `Germany`, below for `Jordan`. */
  countryRatio(value: string): number;
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
    isCity: (value) => findCity(cities(), value) !== null,
    cityRatio(value) {
      const found = findCity(cities(), value);
      if (found === null) return 0;
      const ratio = cities().logRatio(found.entry);
      // What stands behind a comma says that it is a place: nobody is called "Jackson, MS".
      return found.isWhole ? ratio : Math.max(0, ratio);
    },
    isCountry: (value) => countries().has(foldText(value)),
    countryRatio: (value) => countries().logRatio(foldText(value)),
    isLongCountryCode: (value) => ALPHA_3.has(value.toUpperCase()),
    isCountryCode: (value) => codes().has(value.toLowerCase()),
  };
}

/** The city that a value names: "Austin, TX" and "Frankfurt (Main)" are cities, too. */
function findCity(
  cities: FrequencyList,
  value: string,
): { readonly entry: string; readonly isWhole: boolean } | null {
  const folded = foldText(value);
  if (cities.has(folded)) return { entry: folded, isWhole: true };
  const head = folded.split(/[,(/]/, 1)[0]?.trim() ?? '';
  return head !== folded && cities.has(head) ? { entry: head, isWhole: false } : null;
}

const dataFile = (name: string): URL => new URL(`../data/${name}.txt`, import.meta.url);

function once<Value>(read: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= read();
    return value;
  };
}
