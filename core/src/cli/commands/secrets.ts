import { join } from 'node:path';
import { type CommandIo, DataWaveError, sql } from '@datawave/plugin-sdk';
import { createVault, type Vault } from '../../security/vault.ts';
import type { ContributedProviders } from '../../security/vault-providers.ts';
import type { RotationProgress } from '../../security/vault-rotation.ts';
import { VAULT_KEY_FILE } from '../../subsystems/open-core-storage.ts';
import { createTextLogger } from '../../telemetry/text-logger.ts';
import { type CliCommand, parseOptions, UsageError } from '../cli-command.ts';
import { formatTable } from '../format-table.ts';
import { readSecret } from '../read-secret.ts';
import { withKeyProviders } from '../with-key-providers.ts';
import { type StorageWork, withStorage } from '../with-storage.ts';

const usage = `Usage: datawave secrets set NAME [--config FILE] [--data DIR]      reads the value from standard input
       datawave secrets list
       datawave secrets delete NAME
       datawave secrets rotate

set     stores a secret that a configuration names as secret://NAME. Values are never shown again.
rotate  wraps all secrets under a new key; the platform may go on running. After it was interrupted, run it again:
        it goes on where it stood`;

/** Whose secrets those of the configuration are. */
const OWNER = 'core';

async function list({ storage, scope }: StorageWork): Promise<string> {
  const core = storage.service(OWNER);
  const rows = await core.transaction(scope, (tx) =>
    storage.executeIn<{ name: string; stored: string }>(
      tx,
      sql`select name, ${sql.isoTime(sql`updated_at`)} as stored from core.secrets where plugin = ${OWNER} and superseded_at is null order by name`,
    ),
  );
  if (rows.length === 0) return 'There are no secrets.\n';
  return formatTable(
    ['NAME', 'STORED'],
    rows.map(({ name, stored }) => [name, stored]),
  );
}

/** On a terminal one line that is redrawn; elsewhere a line for each tenth. */
function showProgress(io: CommandIo): (progress: RotationProgress) => void {
  let shown = -1;
  return ({ done, total }) => {
    const tenth = total === 0 ? 10 : Math.floor((10 * done) / total);
    const line = `${done} of ${total} secrets wrapped anew`;
    if (io.isInteractive) io.stderr.write(`\r${line}${done >= total ? '\n' : ''}`);
    else if (tenth > shown) io.stderr.write(`${line}\n`);
    shown = Math.max(shown, tenth);
  };
}

/** `datawave secrets set|list|delete|rotate`. */
export const secretsCommand: CliCommand = {
  name: 'secrets',
  summary: 'Store the secrets that a configuration names, and rotate their key.',
  usage,
  async run(args, io) {
    const { values, positionals } = parseOptions(
      args,
      { config: { type: 'string' }, data: { type: 'string' } } as const,
      usage,
    );
    const [action, name, ...rest] = positionals;
    if (action === undefined || !['set', 'list', 'delete', 'rotate'].includes(action) || rest.length > 0)
      throw new UsageError('Say "set NAME", "list", "delete NAME" or "rotate".', usage);
    const takesName = action === 'set' || action === 'delete';
    if (takesName !== (name !== undefined))
      throw new UsageError(
        takesName ? `"${action}" takes the name of a secret.` : `"${action}" takes no name.`,
        usage,
      );
    const value =
      action === 'set' ? await readSecret(process.stdin, io, `Value of ${name} (not shown): `) : '';
    if (action === 'set' && value === '') throw new UsageError('The value is empty.', usage);

    const text = await withStorage({ config: values.config, data: values.data }, io, async (work) => {
      const { config, storage, scope } = work;
      const openVault = (providers: ContributedProviders | null): Promise<Vault> =>
        createVault({
          storage,
          keyFile: join(config.storage.data, VAULT_KEY_FILE),
          log: createTextLogger({ level: 'warn', destination: io.stderr }),
          env: io.env,
          provider: config.secrets.provider,
          graceMs: config.secrets.graceHours * 3_600_000,
          ...(providers === null ? {} : { providers }),
        });
      const core = storage.service(OWNER);
      if (action === 'list') return list(work);
      if (action === 'rotate') {
        const count = await withKeyProviders(work, io, async (providers) =>
          (await openVault(providers)).rotate({ onProgress: showProgress(io) }),
        );
        return `The key was rotated; ${count === 1 ? 'one secret was' : `${count} secrets were`} wrapped anew.\n`;
      }
      // What a configuration names lies under the local key, whatever provider the others have.
      const vault = await openVault(null);
      const secrets = vault.service(OWNER);
      const known = name ?? '';
      if (action === 'set') {
        await core.transaction(scope, (tx) => secrets.put(tx, scope, known, value));
        return `Stored. A configuration reads it as secret://${known}.\n`;
      }
      if (!(await secrets.has(scope, known))) {
        throw new DataWaveError({
          code: 'DW_SECRET_MISSING',
          message: `There is no secret "${known}".`,
          hint: 'See "datawave secrets list".',
        });
      }
      await core.transaction(scope, (tx) => secrets.delete(tx, scope, known));
      return 'Deleted.\n';
    });
    io.stdout.write(text);
    return 0;
  },
};
