import type { ConnectorInfo } from '@datawave/plugin-sdk';

type Settings = Readonly<Record<string, unknown>>;

/** Names of the settings that the connector's schema marks `writeOnly`. */
export function secretNames(connector: ConnectorInfo): ReadonlySet<string> {
  const { properties } = connector.connectionSchema;
  if (typeof properties !== 'object' || properties === null) return new Set();
  const isSecret = (schema: unknown): boolean =>
    typeof schema === 'object' && schema !== null && 'writeOnly' in schema && schema.writeOnly === true;
  return new Set(Object.entries(properties).flatMap(([name, schema]) => (isSecret(schema) ? [name] : [])));
}

/** Settings as they may be stored and shown, and those that go to the vault; null stands for a secret to remove. */
export interface SplitSettings {
  readonly open: Settings;
  readonly secret: ReadonlyMap<string, unknown>;
}

/** Parts settings into what may be stored and what only the vault may hold. */
export function splitSettings(config: Settings, secrets: ReadonlySet<string>): SplitSettings {
  const open: Record<string, unknown> = {};
  const secret = new Map<string, unknown>();
  for (const [name, value] of Object.entries(config)) {
    if (secrets.has(name)) secret.set(name, value === '' ? null : value);
    else open[name] = value;
  }
  return { open, secret };
}

/** The secrets that are given a value. */
export const givenSecrets = ({ secret }: SplitSettings): Settings =>
  Object.fromEntries([...secret].filter(([, value]) => value !== null));
