import { parseArgs } from 'node:util';
import {
  type AuditLogService,
  type Command,
  type CommandIo,
  DataWaveError,
  DEFAULT_WORKSPACE,
  type ExecutionScope,
  printable,
} from '@datawave/plugin-sdk';
import { ownScope } from './activity-jobs.ts';
import type { Anchor, Verification } from './verify-trail.ts';

const EXIT = { intact: 0, broken: 1, usage: 2 } as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ANCHOR = /^(\d{1,18}):([0-9a-f]{64})$/i;

export const AUDIT_USAGE = `Usage: datawave audit verify [OPTION...]

  --workspace ID      only this workspace; all that have a trail unless given
  --anchor SEAL:HASH  a seal that was written down before, which must still be there: what an earlier verification
                      printed as its head (needs --workspace)
  --format F          text or json
  --config FILE       configuration that names the database, config/audit.yaml unless given

Exit codes: 0 the trail is as it was sealed, 1 it is not or could not be read, 2 wrong usage.`;

interface Asked {
  readonly workspace: string | null;
  readonly anchor: Anchor | undefined;
  readonly format: 'text' | 'json';
}

/** `datawave audit verify`. */
export function createAuditCommand(parts: {
  readonly log: AuditLogService;
  readonly verify: (scope: ExecutionScope, anchor: Anchor | undefined) => Promise<Verification>;
}): Command {
  return {
    summary:
      'Verify the audit trail: any edit, removal, insertion or reordering is found and the first place named.',
    usage: AUDIT_USAGE,
    async run(args, io, scope) {
      try {
        const asked = parse(args);
        const trails =
          asked.workspace === null
            ? (await parts.log.newest()).map(({ workspace }) => workspace)
            : [asked.workspace];
        // One that has lost everything has nothing that is newest.
        const workspaces = asked.workspace === null ? [...new Set([DEFAULT_WORKSPACE, ...trails])] : trails;
        const found: { workspace: string; verification: Verification }[] = [];
        for (const workspace of workspaces) {
          const verification = await parts.verify(ownScope({ ...scope, workspace }), asked.anchor);
          found.push({ workspace, verification });
          if (asked.format === 'text') await write(io, textOf(workspace, verification));
        }
        if (asked.format === 'json')
          await write(
            io,
            `${JSON.stringify({ workspaces: found.map(({ workspace, verification }) => ({ workspace, ...verification })) }, null, 2)}\n`,
          );
        return found.every(({ verification }) => verification.isIntact) ? EXIT.intact : EXIT.broken;
      } catch (error) {
        if (!DataWaveError.is(error) || scope.signal.aborted) throw error;
        io.stderr.write(`datawave audit: ${printable(error.message)} [${printable(error.code)}]\n`);
        if (error.hint !== undefined) io.stderr.write(`  ${printable(error.hint)}\n`);
        return error.code === 'DW_USAGE' ? EXIT.usage : EXIT.broken;
      }
    },
  };
}

function parse(args: readonly string[]): Asked {
  const { values, positionals } = readArguments(args);
  const { workspace, anchor, format = 'text' } = values;
  if (positionals.length !== 1 || positionals[0] !== 'verify') throw usage('Say what is to be done: verify.');
  if (format !== 'text' && format !== 'json') throw usage('--format is text or json.');
  if (workspace !== undefined && !UUID.test(workspace))
    throw usage('--workspace takes the id of a workspace.');
  if (anchor !== undefined && workspace === undefined) throw usage('--anchor needs --workspace.');
  const [, sequence, hash] = anchor === undefined ? [] : (ANCHOR.exec(anchor) ?? []);
  if (anchor !== undefined && (sequence === undefined || hash === undefined))
    throw usage('--anchor takes SEAL:HASH, as a verification prints its head.');
  return {
    workspace: workspace?.toLowerCase() ?? null,
    anchor: sequence === undefined || hash === undefined ? undefined : { sequence, hash },
    format,
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { workspace: { type: 'string' }, anchor: { type: 'string' }, format: { type: 'string' } },
    });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

const usage = (message: string): DataWaveError =>
  new DataWaveError({ code: 'DW_USAGE', message, hint: '"datawave audit --help" says how it is used.' });

/** What became of one workspace, for people. */
export function textOf(workspace: string, found: Verification): string {
  const { head, entries, seals, unsealed, removed, fault } = found;
  const lines = [
    fault === null
      ? `${workspace}: intact. ${entries} entries under ${seals} seals are as they were sealed.`
      : `${workspace}: BROKEN. ${fault.message}`,
    ...(fault !== null && entries > 0
      ? [`  ${entries} entries under ${seals} seals before it are as they were sealed.`]
      : []),
    ...(unsealed > 0 ? [`  ${unsealed} entries are not sealed yet.`] : []),
    ...(removed === '0' ? [] : [`  ${removed} older entries were removed, as policy says.`]),
    ...(head === null ? [] : [`  head ${head.sequence}:${head.hash} of ${head.sealedAt}`]),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

const write = (io: CommandIo, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    io.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
