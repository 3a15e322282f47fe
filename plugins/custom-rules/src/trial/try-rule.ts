import {
  type ClassificationService,
  type ExecutionScope,
  type TableSample,
  viewTable,
} from '@datawave/plugin-sdk';
import type { MeasuredChance } from '../engine/measure-chance.ts';
import { LIMITS } from '../rules/rule-limits.ts';
import { invalidRule } from '../store/rule-errors.ts';
import type { ColumnPreview } from '../workshop/preview-rule.ts';
import type { Workshop } from '../workshop/workshop.ts';

/** Who takes a column for its own already. */
export interface Claim {
  readonly infoType: string;
  readonly question: 'type' | 'contains';
  readonly confidence: number;
  /** Keys of the rules among those that say so. */
  readonly rules: readonly string[];
  readonly explanation: string;
}

/** What trying a rule answers. No value in it but as a mask. */
export interface Trial {
  readonly columns: readonly (ColumnPreview & {
    readonly dataType: string;
    readonly claims: readonly Claim[];
  })[];
  /** Columns beyond the bound, which were not looked at. */
  readonly leftOut: number;
  readonly ordinary: MeasuredChance;
  readonly durationMs: number;
  readonly warnings: readonly string[];
}

/** Verdicts below it say too little. */
const LEAST_CLAIM = 0.3;

/**
 * Tries a rule on a table: what it would find, and what is known of the columns without it.
 * @throws DataWaveError DW_RULE_INVALID, DW_RULE_PATTERN, DW_RULE_TOO_SLOW
 */
export async function tryRule(
  scope: ExecutionScope,
  rule: unknown,
  full: TableSample,
  services: { readonly workshop: Workshop; readonly classification: ClassificationService },
): Promise<Trial> {
  const started = performance.now();
  const sample = bounded(full);
  const table = viewTable(sample);
  const name = sample.asset.path.at(-1) ?? '';
  const columns = table.columns.map(({ schema, values }) => ({
    name: schema.name,
    table: name,
    kind: schema.kind,
    values: values.map((value) => value.slice(0, LIMITS.valueLength)),
  }));
  const { preview, errors } = await services.workshop.preview(rule, columns);
  if (preview === null) throw invalidRule(errors);
  const verdicts = await services.classification.classify(sample, {
    minConfidence: LEAST_CLAIM,
    workspaceId: scope.workspace,
  });
  return {
    columns: preview.columns.map((column, position) => ({
      ...column,
      dataType: sample.asset.columns[position]?.dataType ?? '',
      claims: (verdicts[position]?.classifications ?? []).map(
        ({ infoType, question, confidence, evidence, explanation }): Claim => ({
          infoType,
          question,
          confidence,
          rules: evidence.flatMap(({ classifier }) => /^custom\/(.+)@\d+$/.exec(classifier)?.[1] ?? []),
          explanation,
        }),
      ),
    })),
    leftOut: full.columns.length - sample.columns.length,
    ordinary: preview.ordinary,
    durationMs: Math.round(performance.now() - started),
    warnings: [...sample.warnings, ...(verdicts[0]?.unheard ?? []).map(({ message }) => message)],
  };
}

function bounded(sample: TableSample): TableSample {
  return {
    ...sample,
    asset: { ...sample.asset, columns: sample.asset.columns.slice(0, LIMITS.previewColumns) },
    columns: sample.columns.slice(0, LIMITS.previewColumns).map((column) => ({
      ...column,
      values: column.values.slice(0, LIMITS.previewValues),
      counts: column.counts.slice(0, LIMITS.previewValues),
    })),
  };
}
