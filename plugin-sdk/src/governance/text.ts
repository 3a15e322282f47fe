import { extensionPointRef, serviceRef } from '../refs.ts';
import type { Evidence } from './classifier.ts';
import type { CharacterClasses } from './classifying/signature.ts';

/** A stretch of a text that holds something of an info type. It says where and why, never what. @public */
export interface TextSpan {
  readonly infoType: string;
  /** First UTF-16 code unit; `text.slice(start, end)` is the span. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Calibrated probability, 0 to 1. */
  readonly confidence: number;
  /** Strongest first. */
  readonly evidence: readonly Evidence[];
  /** `SET/RULE@VERSION` of the rule, or `ID@VERSION` of the model, that found it. */
  readonly detector: string;
}

/** What one look at a text found. @public */
export interface TextDetection {
  /** In the order of the text, never overlapping. */
  readonly spans: readonly TextSpan[];
  /** Code units that were looked at; less than the text's length when a limit was reached. */
  readonly examined: number;
  /** What was left out, for people: a model that cannot be read, a limit that was reached. */
  readonly warnings: readonly string[];
}

/** How a text is looked at. @public */
export interface TextDetectionOptions {
  /** 0.35 unless given: of doubtful finds a third is right, and for redaction a miss weighs more than a mistake. */
  readonly minConfidence?: number;
  /** Only these info types; all unless given. */
  readonly infoTypes?: readonly string[];
  /** The look ends after so many spans; 100,000 unless given. */
  readonly maxSpans?: number;
}

/** What the outside sees of a detector, as data. @public */
export interface TextDetectorInfo {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly infoTypes: readonly string[];
  /** Where its patterns, lists and weights come from. */
  readonly sources: readonly string[];
}

/** Finds what is personal or secret in free text: one pass, rules of many plugins, and a model for names. @public */
export interface TextDetectionService {
  /** Nothing of the text is kept, logged or put into what is said. */
  detect(text: string, options?: TextDetectionOptions): Promise<TextDetection>;
  detectors(): Promise<readonly TextDetectorInfo[]>;
}

/** The ref of free-text detection, provided by the plugin `free-text`. @public */
export const textDetectionService = serviceRef<TextDetectionService>('free-text.detection');

/**
 * What must stand in a piece of text before a pattern is tried on it. A piece is a run of characters without blanks,
 * quotes, brackets or commas; pieces that hold digits are joined over single blanks, as numbers are written in groups.
 * @public
 */
export interface SpanTrigger {
  /** Classes of which the piece holds each: `digit`, `@ .`. It must name at least one of
   * `digit`, `upper`, `@`, `:`, `=` and `.`, unless `labels` are given. */
  readonly requires?: CharacterClasses;
  /** One of these stands in the piece, exactly as written. */
  readonly literals?: readonly string[];
  /**
   * Words one of which stands before a colon or an equals sign, letter case aside: `password: ...`, `aws_secret_access_key=...`.
   * The pattern is then tried on the text from the word's start on.
   */
  readonly labels?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Digits in the piece. */
  readonly minDigits?: number;
  /** Code units before and after the piece that the pattern sees besides it; 0 unless given, at most 64. */
  readonly reach?: number;
}

/** Words near a match that make it likelier or less likely; folded, of several languages. @public */
export interface SpanContext {
  readonly raise?: readonly string[];
  readonly lower?: readonly string[];
  /** Probability once a word that raises stands near; 0.95 unless given. */
  readonly raised?: number;
}

/**
 * Finds one info type in running text. In-process data with small functions, as the rules of classifiers are.
 * @public
 */
export interface SpanRule {
  /** Lower case with hyphens, unique within its set. */
  readonly id: string;
  readonly infoType: string;
  readonly trigger: SpanTrigger;
  /**
   * Unanchored, without the flags g and y. It must bound itself against neighbouring letters and digits, take linear time,
   * and match at most 1,024 characters. What stands in the group `value` is the span, else the whole match.
   */
  readonly pattern: RegExp;
  /** Says no to what only looks like it: checksums, ranges. */
  readonly validate?: (value: string) => boolean;
  /** Completes the sentence "It ...": `has the form of an e-mail address`. */
  readonly says: string;
  readonly signal: 'pattern' | 'checksum' | 'dictionary';
  /** Probability that a match is what it seems to be when nothing stands near it. */
  readonly probability: number;
  readonly context?: SpanContext;
  /** A match counts only when a word that raises stands near. */
  readonly needsContext?: boolean;
}

/**
 * How a worker thread makes the same rules for itself: functions cannot be sent there.
 * @public
 */
export interface PortableSpanRules {
  /** File URL of an ES module. */
  readonly module: string;
  /** Name of an exported function without parameters that makes the set. */
  readonly create: string;
}

/** The span rules of one plugin. @public */
export interface SpanRuleSet {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** Where its patterns and checksums come from. */
  readonly sources: readonly string[];
  readonly rules: readonly SpanRule[];
  /** When each set has one, columns of text are looked into in worker threads; a single one without keeps all in the main thread. */
  readonly portable?: PortableSpanRules;
}

/** Key: the set's id. Owned by `free-text`. @public */
export const spanRulePoint = extensionPointRef<SpanRuleSet>('free-text.span-rules');
