import { renderSql, type SqlFragment } from '@datawave/plugin-sdk';

/** SQL for the kernel's own parts: a fragment, or text with `$1`-style parameters. */
export type Statement =
  | SqlFragment
  | {
      readonly text: string;
      readonly parameters: readonly unknown[];
      /** Prepared once a connection under this name; for statements that run often. Unique per text. */
      readonly name?: string;
    };

/** A statement as the driver takes it. */
export interface DriverStatement {
  readonly text: string;
  readonly values: unknown[];
  readonly name?: string;
}

/** Flattens a statement for the driver. */
export function toDriver(statement: Statement): DriverStatement {
  if ('strings' in statement) {
    const { text, parameters } = renderSql(statement);
    return { text, values: [...parameters] };
  }
  return {
    text: statement.text,
    values: [...statement.parameters],
    ...(statement.name === undefined ? {} : { name: statement.name }),
  };
}

/** Quotes an identifier for the few places where DDL takes no parameter. */
export const quote = (name: string): string => `"${name.replaceAll('\0', '').replaceAll('"', '""')}"`;

/** Quotes a literal, likewise. */
export const literal = (value: string): string => `'${value.replaceAll('\0', '').replaceAll("'", "''")}'`;
