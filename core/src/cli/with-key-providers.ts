import { type CommandIo, DataWaveError, keyProviderPoint } from '@datawave/plugin-sdk';
import type { ConfiguredPlugin } from '../config/kernel-config.ts';
import { createKernel } from '../kernel.ts';
import { LOCAL_PROVIDER } from '../security/vault-local-keys.ts';
import type { ContributedProviders } from '../security/vault-providers.ts';
import { createTextLogger } from '../telemetry/text-logger.ts';
import type { StorageWork } from './with-storage.ts';

/**
 * Runs work with the key providers that the configuration names or that hold what is stored: boots their plugins, and no others.
 * @throws DataWaveError DW_VAULT_PROVIDER when the configuration lists no plugin of such a name
 */
export async function withKeyProviders<T>(
  { config, storage }: Pick<StorageWork, 'config' | 'storage'>,
  io: CommandIo,
  work: (providers: ContributedProviders | null) => Promise<T>,
): Promise<T> {
  const used = await storage.execute<{ provider: string }>({
    text: 'select distinct provider from core.secrets',
    parameters: [],
  });
  const wanted = new Set([config.secrets.provider, ...used.map(({ provider }) => provider)]);
  wanted.delete(LOCAL_PROVIDER);
  if (wanted.size === 0) return work(null);
  const options = {
    http: 'never',
    role: 'api',
    ignoresOverrides: true,
    log: createTextLogger({ level: 'warn', destination: io.stderr }),
    env: io.env,
  } as const;
  const found = (await createKernel({ config, ...options })).manifests();
  const plugins: Record<string, ConfiguredPlugin> = {};
  for (const provider of wanted) {
    const name = found.get(provider)?.name;
    const configured = name === undefined ? undefined : config.plugins[name];
    if (name === undefined || configured === undefined) throw unlisted(provider);
    plugins[name] = { ...configured, enabled: true, critical: true };
  }
  const kernel = await createKernel({ config: { ...config, plugins }, ...options });
  try {
    await kernel.start();
    return await work(kernel.extensions(keyProviderPoint));
  } finally {
    await kernel.stop();
  }
}

const unlisted = (provider: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_VAULT_PROVIDER',
    message: `No plugin of the configuration brings the key provider "${provider}".`,
    hint: `List the plugin "${provider}" in the configuration, or correct secrets.provider.`,
  });
