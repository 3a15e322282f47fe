import type { Classifier, ColumnSample, Evidence, InfoTypeEvidence } from '@datawave/plugin-sdk';
import { INFO_TYPES, strayLikelihood } from '@datawave/plugin-sdk';
import type { TextScanner } from './detection.ts';

/** Values of a column of running text have on average at least so many code units and words. */
const LEAST_LENGTH = 30;
const LEAST_WORDS = 3;
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
const NOT_REPORTED: ReadonlySet<string> = new Set(['DATE', 'PERSON_TITLE', 'URL']);
const ID = 'free-text';
const VERSION = '1.0.0';

/** Share of a column's texts in which a rule, or the model, finds something that is not there. */
const RULE_STRAY = 0.004;
const MODEL_STRAY = 0.05;
/** From this confidence on a single find says that the column contains such a thing. */
const SURE = 0.9;
const STRONGEST = 7;

/**
 * Looks into columns of running text and says what stands in them: always the question "contains", never "type".
 * Bounded: so many code units of a column are read, spread over its values.
 */
export function createFreeTextClassifier(scanner: TextScanner): Classifier {
  return {
    info: {
      id: ID,
      version: VERSION,
      title: 'Free text',
      description: 'Looks into columns of running text: notes, comments, messages, log lines.',
      infoTypes: INFO_TYPES.map((type) => type.id),
      sources: [
        'The span rules of the classifiers and the model of names of the plugin free-text; see its README',
      ],
    },
    async examine(sample) {
      const answers: (readonly InfoTypeEvidence[])[] = [];
      for (const [position, column] of sample.asset.columns.entries()) {
        const values = sample.columns[position];
        const isText = column.kind === 'text' || column.kind === 'json' || column.kind === 'other';
        answers.push(
          values !== undefined && isText && isRunningText(values) ? await look(values, scanner) : [],
        );
      }
      return answers;
    },
  };
}

/** Whether the values are sentences rather than words or codes. */
export function isRunningText({ values }: ColumnSample): boolean {
  const step = Math.max(1, Math.floor(values.length / PROBED));
  let probed = 0;
  let length = 0;
  let words = 0;
  for (let index = 0; index < values.length; index += step) {
    const value = (values[index] ?? '').slice(0, 1_000);
    probed++;
    length += value.length;
    words += value.match(/\p{L}{2,}/gu)?.length ?? 0;
  }
  return probed > 0 && length / probed >= LEAST_LENGTH && words / probed >= LEAST_WORDS;
}

interface Tally {
  matched: number;
  /** What the two surest finds say, as likelihood. */
  sure: number;
  isByModel: boolean;
  lastValue: number;
}

async function look({ values }: ColumnSample, scanner: TextScanner): Promise<readonly InfoTypeEvidence[]> {
  const step = Math.max(1, Math.ceil(values.length / MOST_VALUES));
  const tallies = new Map<string, Tally>();
  let read = 0;
  let looked = 0;
  let since = performance.now();
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
    for (const span of scanner.scan(value, 0, end, { minConfidence: LEAST_CONFIDENCE })) {
      if (NOT_REPORTED.has(span.infoType)) continue;
      const isByModel = span.evidence[0]?.signal === 'model';
      const tally = tallies.get(span.infoType);
      const sure = span.confidence >= SURE ? -Math.log(1 - Math.min(span.confidence, 0.99)) : 0;
      if (tally === undefined) tallies.set(span.infoType, { matched: 1, sure, isByModel, lastValue: index });
      else {
        tally.sure = Math.min(STRONGEST, tally.sure + sure);
        tally.isByModel &&= isByModel;
        if (tally.lastValue !== index) tally.matched++;
        tally.lastValue = index;
      }
    }
  }
  return [...tallies].map(([infoType, tally]) => ({
    infoType,
    question: 'contains',
    evidence: [describe(infoType, tally, looked)],
    matched: tally.matched,
    sampled: looked,
  }));
}

function describe(infoType: string, tally: Tally, looked: number): Evidence {
  // The model is wrong somewhere in any long text: only more finds than that speak. Of what rules find, one sure one will do.
  const stray = strayLikelihood(tally.matched, looked, tally.isByModel ? MODEL_STRAY : RULE_STRAY);
  const weight = Math.min(STRONGEST, tally.isByModel ? stray : Math.max(stray, tally.sure));
  const title = INFO_TYPES.find((type) => type.id === infoType)?.title ?? infoType;
  return {
    signal: tally.isByModel ? 'model' : 'pattern',
    classifier: `${ID}@${VERSION}`,
    weight: Math.round(weight * 1000) / 1000,
    detail: `${tally.matched} of ${looked} distinct texts looked into hold a find of the kind "${title}", ${
      tally.isByModel ? 'by the words around it' : 'by its form'
    }`,
  };
}
