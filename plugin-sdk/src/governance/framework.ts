import { extensionPointRef, serviceRef } from '../refs.ts';
import type { Asset } from './asset.ts';
import type { Classification } from './classification.ts';

/** How bad a violation is. @public */
export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** From the least to the most severe. @public */
export const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** A requirement of a framework. @public */
export interface Control {
  /** As the framework numbers it: `Art. 32(1)(a)`. */
  readonly id: string;
  readonly title: string;
  /** What it asks for, in our words. */
  readonly summary: string;
  /** How the pack's rules judge it by what was scanned, in a sentence; absent where only people can judge it. */
  readonly check?: string;
  readonly url: string;
}

/** What a framework is and which controls it holds. @public */
export interface FrameworkInfo {
  /** `gdpr`. */
  readonly id: string;
  /** Of the pack. */
  readonly version: string;
  readonly title: string;
  readonly jurisdiction: string;
  readonly controls: readonly Control[];
}

/** What is known of a column when it is assessed. @public */
export interface ColumnFacts {
  readonly name: string;
  readonly dataType: string;
  readonly classifications: readonly Classification[];
}

/** What is known of an asset when it is assessed. Nothing in it is a value of the source. @public */
export interface AssetFacts {
  readonly urn: string;
  readonly name: string;
  readonly asset: Pick<Asset, 'path' | 'type' | 'primaryKey' | 'foreignKeys' | 'comment'>;
  readonly rowCount: number | null;
  readonly columns: readonly ColumnFacts[];
}

/**
 * A sentence for people, apart from what is put into it: `text`, in ICU MessageFormat, is the key under which pages find it in other
 * languages. A value that is one itself is looked up as well.
 * @public
 */
export interface MessageText {
  readonly text: string;
  readonly values: Readonly<Record<string, string | number | MessageText>>;
}

/** A control that an asset or column does not meet, or that its data brings into play. @public */
export interface Finding {
  readonly framework: string;
  readonly control: string;
  readonly severity: Severity;
  readonly asset: string;
  /** Null when it concerns the asset as a whole. */
  readonly column: string | null;
  readonly message: string;
  /** The message in a form that pages can say in another language; absent where a framework has none. */
  readonly messageText?: MessageText;
  /** Always in the same words, so that pages can look it up. */
  readonly remediation: string;
}

/** A compliance framework as a versioned pack. @public */
export interface Framework {
  readonly info: FrameworkInfo;
  assess(facts: AssetFacts): Promise<readonly Finding[]>;
}

/** Key: the framework's id. Owned by `assessment`. @public */
export const frameworkPoint = extensionPointRef<Framework>('assessment.frameworks');

/** Facts to findings; owns the framework extension point. @public */
export interface AssessmentService {
  /** @throws DataWaveError DW_FRAMEWORK_UNKNOWN naming those there are. */
  assess(
    facts: AssetFacts,
    options: { readonly frameworks?: readonly string[] },
  ): Promise<readonly Finding[]>;
  frameworks(): Promise<readonly FrameworkInfo[]>;
}

/** The ref of the engine that turns facts into findings, provided by the plugin `assessment`. @public */
export const assessmentService = serviceRef<AssessmentService>('assessment.assessment');
