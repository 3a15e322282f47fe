import type { Operation } from '../src/http/openapi.ts';

/** What takes something whose kind only the plugin knows, which looks at it itself: settings, answers of an authenticator, rules. */
export const UNTYPED: readonly string[] = [
  ...['POST /account/passkeys', 'POST /auth/passkeys/session', 'POST /auth/step-up'],
  ...['POST /classification-rules', 'PATCH /classification-rules/{id}', 'POST /classification-rules/preview'],
  ...['POST /connectors/{kind}/test', 'POST /sources', 'PATCH /sources/{id}', 'POST /sources/{id}/test'],
  ...['POST /plugin-changes', 'PUT /plugins/{id}/settings'],
];

/** Where a schema takes anything: an object in the place of an id would be a condition of a query to whoever looks it up. */
function untypedIn(schema: unknown, at: string): readonly string[] {
  if (schema === false) return [];
  if (typeof schema !== 'object' || schema === null) return [at];
  const of: Readonly<Record<string, unknown>> = { ...schema };
  const parts = ['anyOf', 'oneOf', 'allOf'].flatMap((key) =>
    Array.isArray(of[key]) ? (of[key] as unknown[]) : [],
  );
  const isSaid = ['type', 'enum', 'const', '$ref'].some((key) => key in of) || parts.length > 0;
  if (!isSaid) return [at];
  const within = Object.entries(Object(of['properties']) as object);
  const isObject = [of['type']].flat().includes('object');
  return [
    ...parts.flatMap((part) => untypedIn(part, at)),
    ...within.flatMap(([name, inner]) => untypedIn(inner, `${at}.${name}`)),
    ...(isObject || 'additionalProperties' in of
      ? untypedIn(of['additionalProperties'] ?? true, `${at}.*`)
      : []),
    ...([of['type']].flat().includes('array') ? untypedIn(of['items'] ?? true, `${at}[]`) : []),
  ];
}

/** Places of an operation's input where anything is taken. */
export const untypedOf = ({ parameters, requestBody }: Operation): readonly string[] => [
  ...parameters.flatMap(({ name, schema }) => untypedIn(schema, name)),
  ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => untypedIn(schema, 'body')),
];
