import { invalid } from '../scim-error.ts';

/** One operation of a PATCH (RFC 7644, section 3.5.2). */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  /** Null where the value is an object of attributes. */
  readonly path: string | null;
  readonly value: unknown;
}

const SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const MOST = 1_000;

/** Reads the body of a PATCH; Entra ID writes `Add`, `Replace` and `Remove`. @throws ScimError invalidSyntax */
export function readPatch(body: unknown): readonly PatchOperation[] {
  const given = entriesOf(body);
  const schemas = given.get('schemas');
  if (!Array.isArray(schemas) || !schemas.includes(SCHEMA))
    throw invalid('invalidSyntax', `A PATCH says that it is one of ${SCHEMA}.`);
  const operations = given.get('operations');
  if (!Array.isArray(operations) || operations.length === 0)
    throw invalid('invalidSyntax', 'A PATCH has at least one operation.');
  if (operations.length > MOST) throw invalid('invalidSyntax', `A PATCH has at most ${MOST} operations.`);
  return operations.map(readOperation);
}

function readOperation(operation: unknown): PatchOperation {
  const given = entriesOf(operation);
  const named = given.get('op');
  const op = typeof named === 'string' ? named.toLowerCase() : '';
  if (op !== 'add' && op !== 'remove' && op !== 'replace')
    throw invalid('invalidSyntax', 'An operation is none of add, remove and replace.');
  const path = given.get('path');
  if (path !== undefined && path !== null && typeof path !== 'string')
    throw invalid('invalidPath', 'The path of an operation is no text.');
  const plain = typeof path === 'string' && path.trim() !== '' ? path : null;
  if (plain === null && op === 'remove')
    throw invalid('noTarget', 'An operation removes nothing that it names.');
  return { op, path: plain, value: given.get('value') };
}

/** The members of an object, by their names in lower case. @throws ScimError invalidSyntax */
export function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('invalidSyntax', 'What should be an object is none.');
  return new Map(Object.entries(value).map(([key, one]) => [key.toLowerCase(), one]));
}
