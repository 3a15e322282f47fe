/** An attribute as a client names it, in lower case: `emails.value`, `urn:…:user:department`. */
export interface AttributePath {
  /** URN of the schema; null where none is named. */
  readonly schema: string | null;
  readonly name: string;
  readonly sub: string | null;
}

/** Operators that compare. */
export const COMPARISONS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
/** @see COMPARISONS */
export type Comparison = (typeof COMPARISONS)[number];
/** What a filter compares with. */
export type FilterValue = string | number | boolean | null;

/** A filter (RFC 7644, section 3.4.2.2), parsed. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'present'; readonly path: AttributePath }
  | {
      readonly kind: 'compare';
      readonly path: AttributePath;
      readonly operator: Comparison;
      readonly value: FilterValue;
    }
  /** `emails[type eq "work"]`: some value of a multi-valued attribute fits. */
  | { readonly kind: 'some'; readonly path: AttributePath; readonly filter: Filter };

/** What a PATCH is about: an attribute, or the values of one that fit a filter, or a part of these. */
export interface PatchPath {
  readonly path: AttributePath;
  readonly filter: Filter | null;
  /** Behind the filter: `value` of `emails[type eq "work"].value`. */
  readonly sub: string | null;
}
