import { type ExecutionScope, type SourcesService, type SqlFragment, sql } from '@datawave/plugin-sdk';

/**
 * What of the rules somebody may see. A rule that names a source which they may not see is hidden wholly: shown in part, it could be
 * changed in ignorance of the rest, and with that left out it would be for all sources.
 */
export interface RuleSight {
  /** Of a rule or a version of one, as a condition over its document `r.document`. */
  readonly rules: SqlFragment;
  /** Of what became of a time, as a condition over its source `o.source_id`. */
  readonly outcomes: SqlFragment;
}

/** For what the platform does by itself, and for who may see every source. */
export const EVERYTHING: RuleSight = { rules: sql`true`, outcomes: sql`true` };

/** What the scope's principal may see. */
export type SightOf = (scope: ExecutionScope) => Promise<RuleSight>;

/** Makes the way to tell it, by the sources that somebody may see. */
export const sightBy =
  (sources: SourcesService): SightOf =>
  async (scope) => {
    const [rules, outcomes] = await Promise.all([
      sources.namesVisible(
        scope,
        sql`array(select jsonb_array_elements_text(r.document -> 'sources')::uuid)`,
      ),
      sources.namesVisible(scope, sql`array[o.source_id]`),
    ]);
    return { rules: rules.predicate, outcomes: outcomes.predicate };
  };
