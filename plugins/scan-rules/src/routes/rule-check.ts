import type {
  AssessmentService,
  ClassificationService,
  ExecutionScope,
  FieldError,
  SourcesService,
} from '@datawave/plugin-sdk';
import { checkRule } from '../rule/check-rule.ts';
import type { RuleDocument } from '../rule/rule-document.ts';
import { invalidRule } from '../rule/rule-errors.ts';

/** Something that a rule may name. */
interface Choice {
  readonly id: string;
  readonly title: string;
}

/** Checks rules against what there is: sources, classifiers, frameworks. */
export class RuleCheck {
  readonly #sources: SourcesService;
  readonly #classification: ClassificationService;
  readonly #assessment: () => AssessmentService | undefined;

  constructor(services: {
    readonly sources: SourcesService;
    readonly classification: ClassificationService;
    readonly assessment: () => AssessmentService | undefined;
  }) {
    this.#sources = services.sources;
    this.#classification = services.classification;
    this.#assessment = services.assessment;
  }

  /** What a rule may name, for those who choose; frameworks are none where nothing assesses. */
  async choices(): Promise<{
    readonly classifiers: readonly Choice[];
    readonly frameworks: readonly Choice[];
  }> {
    const choice = ({ id, title }: Choice): Choice => ({ id, title });
    const [classifiers, frameworks = []] = await Promise.all([
      this.#classification.classifiers(),
      this.#assessment()?.frameworks(),
    ]);
    return { classifiers: classifiers.map(choice), frameworks: frameworks.map(choice) };
  }

  async faults(
    scope: ExecutionScope,
    rule: RuleDocument,
    before: RuleDocument | null = null,
  ): Promise<readonly FieldError[]> {
    const [sources, classifiers, infoTypes, frameworks] = await Promise.all([
      // One that the caller may not see is as though it were not there, or its id could be found out here.
      this.#sources.visibleIds(scope, rule.sources),
      this.#classification.classifiers(),
      this.#classification.infoTypes({ workspaceId: scope.workspace }),
      this.#assessment()?.frameworks(),
    ]);
    const ids = (known: readonly { readonly id: string }[]): ReadonlySet<string> =>
      new Set(known.map(({ id }) => id));
    return checkRule(
      rule,
      {
        sources,
        classifiers: ids(classifiers),
        infoTypes: ids(infoTypes),
        frameworks: frameworks === undefined ? null : ids(frameworks),
      },
      before,
    );
  }

  /** @throws DataWaveError DW_SCAN_RULE_EXPRESSION, DW_SCAN_RULE_INVALID */
  async require(
    scope: ExecutionScope,
    rule: RuleDocument,
    before: RuleDocument | null = null,
  ): Promise<void> {
    const errors = await this.faults(scope, rule, before);
    if (errors.length > 0) throw invalidRule(errors);
  }
}
