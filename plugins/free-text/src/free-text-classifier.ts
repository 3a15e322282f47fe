import type {
  Classifier,
  ColumnSample,
  Evidence,
  ExamineContext,
  InfoTypeEvidence,
  PortableClassifier,
  TextDetectionOptions,
} from '@datawave/plugin-sdk';
import { INFO_TYPES, strayLikelihood } from '@datawave/plugin-sdk';
import type { TextScanner } from './detection.ts';
import { MODEL_TYPES } from './names/to-spans.ts';
import { SPAN_INFO_TYPES } from './span-info-types.ts';

/** Values of a column of running text have on average at least so many code units and words. */
const LEAST_LENGTH = 30;
const LEAST_WORDS = 3;
/** Shorter texts, of notes and of records in JSON, say too little for the model of names: rules alone look into them. */
const LEAST_SHORT_LENGTH = 14;
const LEAST_SHORT_WORDS = 2;
const FOR_RULES: readonly string[] = INFO_TYPES.map(({ id }) => id).filter(
  (id) => !MODEL_TYPES.some((type) => type === id),
);
/** Of a column at most so many code units and values are read. */
const MOST_READ = 200_000;
const MOST_OF_A_VALUE = 16_384;
const MOST_VALUES = 1_000;
/** Milliseconds of work after which others get their turn. */
const SLICE_MS = 8;
/** Doubtful finds say little of a column. */
const LEAST_CONFIDENCE = 0.6;
/** Values at which a column is judged to be running text. */
const PROBED = 50;

/** Types that say little of a column in which they stand: no evidence is made of them. */
const NOT_REPORTED: ReadonlySet<string> = new Set([...SPAN_INFO_TYPES.map(({ id }) => id), 'URL']);
const ID = 'free-text';
const VERSION = '1.1.0';

/** Share of a column's texts in which a rule, or the model, finds something that is not there. */
const RULE_STRAY = 0.004;
const MODEL_STRAY = 0.05;
/** From this confidence on a single find says that the column contains such a thing. */
const SURE = 0.85;
const STRONGEST = 7;
/** What makes of the chance that a find is right log odds against a column that holds none, less what is kept back. */
const AGAINST_NONE = 4.6 - 1;

/**
 * Looks into columns of running text and says what stands in them: always the question "contains", never "type".
 * Bounded: so many code units of a column are read, spread over its values.
 * @param portable - how a thread makes the same, asked at each table; none unless given
 */
export function createFreeTextClassifier(
  scanner: TextScanner,
  portable: () => PortableClassifier | undefined = () => undefined,
): Classifier {
  return {
    get portable() {
      return portable();
    },
    info: {
      id: ID,
      version: VERSION,
      title: 'Free text',
      description: 'Looks into columns of running text: notes, comments, messages, log lines.',
      infoTypes: [...INFO_TYPES.map((type) => type.id), ...SPAN_INFO_TYPES],
      sources: [
        'The span rules of the classifiers and the model of names of the plugin free-text; see its README',
      ],
    },
    async examine(sample, context?: ExamineContext) {
      const answers: (readonly InfoTypeEvidence[])[] = [];
      for (const [position, column] of sample.asset.columns.entries()) {
        const isAsked = context?.columns?.has(position) ?? true;
        const values = isAsked ? sample.columns[position] : undefined;
        const isText = column.kind === 'text' || column.kind === 'json' || column.kind === 'other';
        const kind = values !== undefined && isText ? kindOfText(values) : null;
        answers.push(values === undefined || kind === null ? [] : await look(values, scanner, kind));
      }
      return answers;
    },
  };
}

/** Whether the values are sentences rather than words or codes. */
export const isRunningText = (column: ColumnSample): boolean => kindOfText(column) === 'running';

type KindOfText = 'running' | 'short';

/** What there is to look into: sentences, short texts or records; null for words and codes. */
function kindOfText({ values }: ColumnSample): KindOfText | null {
  const step = Math.max(1, Math.floor(values.length / PROBED));
  let probed = 0;
  let length = 0;
  let words = 0;
  let records = 0;
  for (let index = 0; index < values.length; index += step) {
    const value = (values[index] ?? '').slice(0, 1_000);
    probed++;
    length += value.length;
    if (/^[{[].*[}\]]$/s.test(value)) records++;
    words += value.match(/\p{L}{2,}/gu)?.length ?? 0;
  }
  if (probed === 0) return null;
  if (length / probed >= LEAST_LENGTH && words / probed >= LEAST_WORDS) return 'running';
  if (records > probed / 2) return 'short';
  return length / probed >= LEAST_SHORT_LENGTH && words / probed >= LEAST_SHORT_WORDS ? 'short' : null;
}

interface Tally {
  matched: number;
  /** The chance that every sure find is wrong. */
  allWrong: number;
  isByModel: boolean;
  lastValue: number;
}

async function look(
  { values }: ColumnSample,
  scanner: TextScanner,
  kind: KindOfText,
): Promise<readonly InfoTypeEvidence[]> {
  const step = Math.max(1, Math.ceil(values.length / MOST_VALUES));
  const tallies = new Map<string, Tally>();
  const options: TextDetectionOptions = {
    minConfidence: LEAST_CONFIDENCE,
    ...(kind === 'short' ? { infoTypes: FOR_RULES } : {}),
  };
  let read = 0;
  let looked = 0;
  let since = performance.now();
  try {
    for (let index = 0; index < values.length && read < MOST_READ; index += step) {
      // A column full of names may take most of a second; others get their turn.
      if (performance.now() - since >= SLICE_MS) {
        await new Promise((resolve) => setImmediate(resolve));
        since = performance.now();
      }
      const value = values[index] ?? '';
      const end = Math.min(value.length, MOST_OF_A_VALUE);
      read += end;
      looked++;
      for (const span of scanner.scan(value, 0, end, options)) {
        if (NOT_REPORTED.has(span.infoType)) continue;
        const isByModel = span.evidence[0]?.signal === 'model';
        const tally = tallies.get(span.infoType);
        const wrong = !isByModel && span.confidence >= SURE ? 1 - Math.min(span.confidence, 0.99) : 1;
        if (tally === undefined)
          tallies.set(span.infoType, { matched: 1, allWrong: wrong, isByModel, lastValue: index });
        else {
          tally.allWrong = Math.max(1e-6, tally.allWrong * wrong);
          tally.isByModel &&= isByModel;
          if (tally.lastValue !== index) tally.matched++;
          tally.lastValue = index;
        }
      }
    }
  } finally {
    scanner.endText();
  }
  return [...tallies].map(([infoType, tally]) => ({
    infoType,
    question: 'contains',
    evidence: [describe(tally, looked)],
    matched: tally.matched,
    sampled: looked,
  }));
}

const sureWeight = ({ allWrong }: Tally): number =>
  allWrong === 1 ? 0 : Math.log((1 - allWrong) / allWrong) + AGAINST_NONE;

function describe(tally: Tally, looked: number): Evidence {
  // The model is wrong somewhere in any long text: only more finds than that speak. Of what rules find, one sure one will do.
  const stray = strayLikelihood(tally.matched, looked, tally.isByModel ? MODEL_STRAY : RULE_STRAY);
  const weight = Math.min(STRONGEST, tally.isByModel ? stray : Math.max(stray, sureWeight(tally)));
  return {
    signal: tally.isByModel ? 'model' : 'pattern',
    classifier: `${ID}@${VERSION}`,
    weight: Math.round(weight * 1000) / 1000,
    detail: `${tally.matched} of ${looked} distinct texts ${tally.matched === 1 ? 'holds' : 'hold'} one, ${
      tally.isByModel ? 'by the words around it' : 'by its form'
    }`,
  };
}
