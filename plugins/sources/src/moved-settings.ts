import type { ConnectorInfo } from '@datawave/plugin-sdk';

type Settings = Readonly<Record<string, unknown>>;

/** What a setting is where it is left out. */
function defaultOf(
  { connectionSchema: { properties } }: Pick<ConnectorInfo, 'connectionSchema'>,
  name: string,
): unknown {
  const schema: unknown =
    typeof properties === 'object' && properties !== null ? Reflect.get(properties, name) : undefined;
  return typeof schema === 'object' && schema !== null ? Reflect.get(schema, 'default') : undefined;
}

/**
 * Names of the settings that would send secrets elsewhere, or less protected, than they are sent now; for the server and for
 * the form, neither setting being a secret.
 */
export function movedSettings(
  connector: Pick<ConnectorInfo, 'connectionSchema' | 'destination'>,
  before: Settings,
  after: Settings,
): readonly string[] {
  const names = connector.destination ?? [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.filter((name) => {
    const [was, is] = [before, after].map((settings) =>
      JSON.stringify(settings[name] ?? defaultOf(connector, name) ?? null),
    );
    return was !== is;
  });
}
