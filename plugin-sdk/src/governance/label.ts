/**
 * The one spelling of a tag or of the key of a domain: what reads alike is the same, so that a policy that names `pii` means all that
 * was marked `PII`. Lower case, one Unicode form (NFKC), single spaces.
 *
 * @example
 * ```ts
 * labelOf('  Customer  Data '); // 'customer data'
 * ```
 * @public
 */
export const labelOf = (given: string): string =>
  given.normalize('NFKC').toLowerCase().trim().replaceAll(/\s+/g, ' ');
