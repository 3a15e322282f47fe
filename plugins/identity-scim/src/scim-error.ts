/** Kinds of faults that RFC 7644 names (section 3.12). */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue';

/** What a SCIM client has done wrong, as it is told. */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly status: number;
  readonly scimType: ScimType | null;

  constructor(status: number, scimType: ScimType | null, detail: string) {
    super(detail);
    this.status = status;
    this.scimType = scimType;
  }
}

/** A request of which a part is wrong. */
export const invalid = (scimType: ScimType, detail: string): ScimError =>
  new ScimError(400, scimType, detail);

/** Not there, or another client's: the two look the same. */
export const notFound = (what: string): ScimError => new ScimError(404, null, `There is no such ${what}.`);

/** Somebody else has the name. */
export const taken = (what: string): ScimError =>
  new ScimError(409, 'uniqueness', `There is another resource with this ${what}.`);

/** It was changed since the client read it. */
export const stale = (): ScimError =>
  new ScimError(412, null, 'It was changed meanwhile; read it again and repeat the change.');
