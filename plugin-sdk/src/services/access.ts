import { type Disposer, serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { SqlFragment } from '../sql.ts';

/** What conditions of policies look at. Unknown unless given: then no condition about it grants, and each that denies does. @public */
export interface ResourceAttributes {
  /** Principal or group id. */
  readonly owner?: string | null;
  /** Key of the business domain, spelt as `labelOf` spells it. */
  readonly domain?: string | null;
  /** `public`, `internal`, `confidential` or `restricted`. */
  readonly sensitivity?: string | null;
  /** Spelt as `labelOf` spells them. */
  readonly tags?: readonly string[];
  /** Key of the source that it comes from. */
  readonly source?: string | null;
}

/** What may be decided upon. @public */
export interface AccessQuestion {
  /** Permission id. */
  readonly permission: string;
  /** URN or `KIND:ID` of the thing; the permission as such without it. */
  readonly resource?: string;
  /** Of the thing; without them the question is whether there is anything that the permission may be used on. */
  readonly attributes?: ResourceAttributes;
}

/** What the decision function answered. @public */
export interface AccessDecision {
  readonly allowed: boolean;
  /** Why, as a sentence: "Allowed by role steward through group data-eu." For who may see the rules. */
  readonly reason: string;
  /** What the caller is told who may not see the rules; the reason unless given. */
  readonly told?: string;
}

/**
 * Tags that are kept as rows, one for each tag of a thing. Under row-level security PostgreSQL looks up in an index only what is compared
 * by operators that give nothing away, such as `=`, and not what a `text[]` has in common with another.
 * @public
 */
export interface TagRows {
  /** Of the workspace, as what a query selects from; `sql.identifier(storage.schema, 'asset_tags')`. */
  readonly table: SqlFragment;
  /** Its column with the tag, a text. */
  readonly tag: string;
  /** Its column that says of which thing. An index over it and the tag finds the tags of a thing, one the other way round the things of a tag. */
  readonly thing: string;
  /** What that column equals, as an expression of the list's own query: its row's id. */
  readonly of: SqlFragment;
}

/** Where the rows of a list hold the attributes: expressions of the list's own query. Tags are a `text[]`, or rows of their own. @public */
export type AttributeColumns = {
  readonly [Name in Exclude<keyof ResourceAttributes, 'tags'>]?: SqlFragment;
} & { readonly tags?: SqlFragment | TagRows };

/** Which rows of a list somebody may see. @public */
export interface AccessFilter {
  /** Whether it lets everything or nothing pass, so that a list may leave it out or need not ask. */
  readonly passes: 'all' | 'some' | 'none';
  /** A boolean expression for the `where` of the list. True for exactly those rows for which {@link AccessService.decide} says so. */
  readonly predicate: SqlFragment;
}

/** Decides: what a plugin puts in the place of the kernel's own rule, by which `admin` may do everything and nobody else anything. @public */
export interface AccessDecider {
  decide(scope: ExecutionScope, question: AccessQuestion): AccessDecision | Promise<AccessDecision>;
  filter(
    scope: ExecutionScope,
    permission: string,
    columns: AttributeColumns,
  ): AccessFilter | Promise<AccessFilter>;
}

/** The one decision function. Answers the same for REST, search, events and export. @public */
export interface AccessService {
  decide(scope: ExecutionScope, question: AccessQuestion): Promise<AccessDecision>;
  /** @throws DataWaveError DW_ACCESS_DENIED with status 403. */
  require(scope: ExecutionScope, question: AccessQuestion): Promise<void>;
  /** The decision for every row of a list, as SQL: what may not be seen is never read. */
  filter(scope: ExecutionScope, permission: string, columns: AttributeColumns): Promise<AccessFilter>;
  /**
   * Puts a decider in the place of the kernel's rule, until it is disposed of. One that fails denies.
   * @throws DataWaveError DW_ACCESS_DECIDER_TAKEN when there is one
   */
  use(decider: AccessDecider): Disposer;
}

/** The ref of the one decision function. @public */
export const accessService = serviceRef<AccessService>('core.access');
