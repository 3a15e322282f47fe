import { type FrequencyList, foldText, readFrequencyList, readWordList } from '@datawave/plugin-sdk';
import { createWordSieve, type WordSieve } from './word-sieve.ts';

/** Tells names of diseases and of medicines. The lists are read when they are first asked. */
export interface MedicalWords {
  /**
   * Null for what is no disease, injury or symptom in English, German, French or Spanish. Otherwise the natural log of how much
   * likelier what is named is a disease than something else: above 0 for `Migraine`, below for `Shock`.
   */
  weighDiagnosis(text: string): number | null;
  /** The same of medicines by their active ingredient or brand, with or without strength and form. */
  weighMedication(text: string): number | null;
  /** Ends as the names of a class of medicines end: `atorvastatin`, `adalimumab`. */
  hasMedicationStem(text: string): boolean;
}

const words = (text: string): readonly string[] => text.split(/\s+/);

/** Suffixes that only names of diseases have. */
const DISEASE_SUFFIXES = words(
  `itis itiden osis emia uria pathy pathies algia plegia phobia noma toma sarcoma iasis rrhea
   rrhoe sclerosis penia philia megaly ectasis dynia pnea phasia malacia stenosis cephaly itide
   itides opathie patia entzundung`,
);
const DISEASE_SUFFIX = new RegExp(`(?:${DISEASE_SUFFIXES.join('|')})$`);
/** Words of which a name that holds one is of a disease. */
const DISEASE_WORDS: ReadonlySet<string> = new Set(
  words(
    `syndrome syndromes disease diseases disorder disorders fracture fractures dislocation
   dislocations malformation malformations neoplasm neoplasms hemorrhage hemorrhages palsy tumor
   tumour tumors tumours ulcer ulcers hernia hernias cyst cysts thrombosis embolism infarction
   fistula fistulas abscess dystrophy dysplasia insufficiency carcinoma melanoma lymphoma leukemia
   erkrankung krankheit storung syndrom insuffizienz maladie insuffisance enfermedad
   sindrome trastorno insuficiencia fractura`,
  ),
);
/** Ordinary words with such an ending. */
const ORDINARY: ReadonlySet<string> = new Set(
  words(
    `diploma aroma coma academia media hypothesis synthesis photosynthesis osmosis diagnosis prognosis
   basis oasis emphasis genesis analysis mitosis symbiosis metamorphosis empathy sympathy telepathy
   bohemia sophia euphemia electrolysis petunia oklahoma tacoma sonoma paloma roma homeopathy
   naturopathy hypnosis apotheosis meiosis nostalgia antipathy sympathies simpatia empatia xenophobia
   homophobia islamophobia liguria etruria manchuria asturia autonoma sintoma`,
  ),
);

/** Stems of international non-proprietary names, WHO: The use of stems in the selection of INN, 2024. */
const DRUG_STEMS = words(
  `mab tinib ciclib parib rafenib prazole conazole nidazole pril prilat sartan statin cillin mycin
   floxacin olol dipine tidine gliptin gliflozin glutide navir previr buvir ciclovir caine zepam
   zolam barbital oxetine triptan setron parin xaban gatran grel dronate dronic profen coxib terol
   tropium thiazide semide gabalin lukast platin rubicin taxel grastim poetin metacin cromil fibrate
   glitazone vastatin racetam trexate cycline sulfa oxicam azepine peridol apine idone prost`,
);
const DRUG_STEM = new RegExp(`^[a-z]{3,}(?:${DRUG_STEMS.join('|')})$`);

/** Last three letters of every ending above: almost no other word passes, and no expression is tried on it. */
const ENDINGS: ReadonlySet<string> = new Set(
  [...DISEASE_SUFFIXES, ...DRUG_STEMS].map((ending) => ending.slice(-3)),
);

/** British and German spellings meet American ones. */
function normalise(text: string): string {
  const folded = foldText(text);
  return folded.includes('ae') || folded.includes('oe') ? folded.replace(/[ao]e/g, 'e') : folded;
}

// A name of a disease or a medicine is short; longer text is no entry of a list.
const LONGEST = 90;
const MOST_WORDS = 8;
const SHORTEST_WORD = 3;

interface Reading {
  /** Log ratio of the likeliest disease that is named; null when none is. */
  readonly diagnosis: number | null;
  readonly medication: number | null;
  readonly hasStem: boolean;
}

const NOTHING: Reading = { diagnosis: null, medication: null, hasStem: false };

/** What the lists say of a word. */
const DISEASE = 1;
const MEDICINE = 2;
/** First word of a name of a disease of several words. */
const OPENING = 4;
/** A name of a disease only where it stands alone. */
const WHOLE = 8;

interface Lexicon {
  readonly words: ReadonlyMap<string, number>;
  /** Names of diseases of several words. */
  readonly phrases: ReadonlySet<string>;
  readonly diseases: readonly FrequencyList[];
  readonly medicines: readonly FrequencyList[];
  readonly sieve: WordSieve;
}

export function createMedicalWords(): MedicalWords {
  let lexicon: Lexicon | null = null;
  // Several rules ask about the same value, one after the other.
  let lastText = '';
  let lastReading = NOTHING;
  const read = (text: string): Reading => {
    if (text === lastText) return lastReading;
    lexicon ??= readLexicon();
    lastText = text;
    lastReading =
      text.length >= SHORTEST_WORD && text.length <= LONGEST && lexicon.sieve.mayHold(text)
        ? readText(text, lexicon)
        : NOTHING;
    return lastReading;
  };
  return {
    weighDiagnosis: (text) => read(text).diagnosis,
    weighMedication: (text) => read(text).medication,
    hasMedicationStem: (text) => read(text).hasStem,
  };
}

function readLexicon(): Lexicon {
  const words = new Map<string, number>();
  const add = (word: string, flag: number): void => void words.set(word, (words.get(word) ?? 0) | flag);
  const phrases = new Set<string>();
  const [diseases, common] = ['diagnoses', 'diagnoses-common'].map(readFrequencies);
  const addDisease = (listed: string, isOwnOnly: boolean): void => {
    const entry = normalise(listed);
    const [first = '', ...more] = entry.split(/[^a-z]+/);
    if (more.length === 0) {
      add(entry, isOwnOnly ? WHOLE : DISEASE);
    } else {
      phrases.add(entry);
      add(first, OPENING);
    }
  };
  // A short word in a longer text may belong to another language: "zona", "gota".
  for (const entry of [...(diseases?.entries() ?? []), ...readWordList(dataFile('diagnoses-local'))])
    addDisease(entry, normalise(entry).length < 6);
  for (const entry of common?.entries() ?? []) addDisease(entry, true);
  for (const word of DISEASE_WORDS) add(word, DISEASE);
  const medicines = ['active-ingredients', 'brand-names'].map(readFrequencies);
  for (const list of medicines) for (const word of list.entries()) add(normalise(word), MEDICINE);
  const sieve = createWordSieve({ words: words.keys(), endings: ENDINGS, mostWords: MOST_WORDS });
  return {
    words,
    phrases,
    diseases: [diseases, common].filter((list) => list !== undefined),
    medicines,
    sieve,
  };
}

/** What the first list that holds an entry says of it; nothing where words and endings alone tell. */
function ratioIn(lists: readonly FrequencyList[], entry: string): number {
  for (const list of lists) {
    const weight = list.weigh(entry);
    if (weight !== null) return weight;
  }
  return 0;
}

const dataFile = (name: string): URL => new URL(`../../data/${name}.txt`, import.meta.url);

const readFrequencies = (name: string): FrequencyList => readFrequencyList(dataFile(name));

function readText(text: string, lexicon: Lexicon): Reading {
  const folded = normalise(text);
  const words = wordsOf(folded);
  if (words === null) return NOTHING;
  const { diseases, medicines } = lexicon;
  let diagnosis: number | null = null;
  let medication: number | null = null;
  let hasStem = false;
  const atLeast = (found: number | null, ratio: number): number =>
    found === null ? ratio : Math.max(found, ratio);
  for (let position = 0; position < words.length; position++) {
    const word = words[position] ?? '';
    if (word.length < 3) continue;
    const flags = lexicon.words.get(word) ?? 0;
    if ((flags & DISEASE) !== 0) diagnosis = atLeast(diagnosis, ratioIn(diseases, word));
    if ((flags & (OPENING | WHOLE)) !== 0 && position === 0) {
      const entry = entryOf(folded);
      if (((flags & WHOLE) !== 0 && entry === word) || lexicon.phrases.has(entry))
        diagnosis = atLeast(diagnosis, ratioIn(diseases, entry));
    }
    // Of a medicine the name stands first, or after a form or a salt: "tab. metformin 500 mg".
    if ((flags & MEDICINE) !== 0 && position < 3) medication = atLeast(medication, ratioIn(medicines, word));
    if (word.length < 6 || !ENDINGS.has(word.slice(-3))) continue;
    if (position < 3 && DRUG_STEM.test(word)) hasStem = true;
    if (word.length >= 7 && DISEASE_SUFFIX.test(word) && !ORDINARY.has(word))
      diagnosis = atLeast(diagnosis, 0);
  }
  return { diagnosis, medication, hasStem };
}

/** The words of a short text; null when it holds none, or too many for an entry of a list. */
function wordsOf(folded: string): readonly string[] | null {
  const words: string[] = [];
  let start = -1;
  for (let index = 0; index <= folded.length; index++) {
    const code = folded.charCodeAt(index);
    const isLetter = code >= 97 && code <= 122;
    if (isLetter && start < 0) start = index;
    if (isLetter || start < 0) continue;
    if (words.length === MOST_WORDS) return null;
    words.push(folded.slice(start, index));
    start = -1;
  }
  return words.length === 0 ? null : words;
}

/** A text as a list would hold it: without what stands in brackets or after a comma. */
const entryOf = (folded: string): string =>
  /[(,;]/.test(folded)
    ? folded
        .replace(/\s*\([^)]{0,60}\)/g, '')
        .replace(/[,;].*$/, '')
        .trim()
    : folded;
