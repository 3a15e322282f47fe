/** A JSON Schema (draft 2020-12) written as data. Checked by the kernel when it is registered. @public */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** Any value that JSON can carry. @public */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
