import type { CommandIo, ExecutionScope } from '@datawave/plugin-sdk';
import { DEFAULT_WORKSPACE } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../config/kernel-config.ts';
import { loadConfig } from '../config/load-config.ts';
import type { Storage } from '../storage/storage.ts';
import { openCoreStorage } from '../subsystems/open-core-storage.ts';
import { createTextLogger } from '../telemetry/text-logger.ts';
import { findConfig } from './find-config.ts';

/** What a command that works on the database without starting the platform is given. */
export interface StorageWork {
  readonly config: KernelConfig;
  readonly storage: Storage;
  /** In the default workspace, in the name of whoever runs the command. */
  readonly scope: ExecutionScope;
}

/** Opens the configuration's database for a command; the platform may run beside it. */
export async function withStorage<T>(
  options: { readonly config: string | undefined; readonly data: string | undefined },
  io: CommandIo,
  work: (work: StorageWork) => Promise<T>,
): Promise<T> {
  const config = await loadConfig(findConfig(options.config, io.cwd, io.env), {
    env: io.env,
    overrides: options.data === undefined ? {} : { data: options.data },
  });
  const log = createTextLogger({ level: 'warn', destination: io.stderr });
  const storage = await openCoreStorage(config, log);
  try {
    const principal = { id: 'system', kind: 'system', displayName: 'Command line', roles: [] } as const;
    const scope = {
      workspace: DEFAULT_WORKSPACE,
      principal,
      requestId: `cli-${process.pid}`,
      signal: new AbortController().signal,
    };
    return await work({ config, storage, scope });
  } finally {
    await storage.close();
  }
}
