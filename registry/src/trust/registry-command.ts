import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  type Command,
  type CommandIo,
  DataWaveError,
  type ExecutionScope,
  printable,
} from '@datawave/plugin-sdk';
import {
  addRootSignature,
  createKeyFiles,
  keyIdOf,
  type RootSummary,
  readPrivateKey,
  readPublicKey,
  readRoot,
} from '@datawave/plugin-sdk/packaging';
import { KEYS_USAGE, type KeysRequest, parseKeysArguments } from './keys-arguments.ts';
import type { RootCeremony, TrustReport } from './root-ceremony.ts';
import { usage } from './trust-errors.ts';

const EXIT = { done: 0, impossible: 1, usage: 2 } as const;

/** `datawave registry`: the ceremony of the registry's keys. */
export function createRegistryCommand(ceremony: RootCeremony): Command {
  return {
    summary: 'Make, sign and rotate the keys of a registry of plugins.',
    usage: KEYS_USAGE,
    async run(args, io, scope) {
      try {
        const lines = await answer(ceremony, parseKeysArguments(args), io, scope);
        io.stdout.write(lines.map((line) => `${line}\n`).join(''));
        return EXIT.done;
      } catch (error) {
        if (!DataWaveError.is(error) || scope.signal.aborted) throw error;
        io.stderr.write(`datawave registry: ${printable(error.message)} [${printable(error.code)}]\n`);
        if (error.hint !== undefined) io.stderr.write(`  ${printable(error.hint)}\n`);
        return error.code === 'DW_USAGE' ? EXIT.usage : EXIT.impossible;
      }
    },
  };
}

async function answer(
  ceremony: RootCeremony,
  request: KeysRequest,
  io: CommandIo,
  scope: ExecutionScope,
): Promise<readonly string[]> {
  const path = (file: string): string => resolve(io.cwd, file);
  switch (request.action) {
    case 'create': {
      const passphrase = io.env['DATAWAVE_KEY_PASSPHRASE'] ?? '';
      const made = createKeyFiles(path(request.directory), request.name, passphrase);
      return [
        `${made.keyid}`,
        `Keep ${made.privateFile} offline${passphrase === '' ? '; it is not encrypted' : ''}. Give ${made.publicFile} to whoever drafts the root.`,
      ];
    }
    case 'sign':
      return signRoot(path(request.file), path(request.key), io);
    case 'draft': {
      const keys = request.keys.map((file) => readPublicKey(path(file)));
      const bytes = await ceremony.draftRoot(scope, keys, request.threshold, request.days);
      await writeNew(path(request.out), bytes);
      const root = readRoot(bytes);
      return [`Root ${root.version} is drafted, to expire at ${root.expires}.`, ...whoMustSign(root)];
    }
    case 'install': {
      const root = await ceremony.install(scope, await readGiven(path(request.file)));
      return [`Root ${root.version} is in use until ${root.expires}; everything was signed anew.`];
    }
    case 'online':
      return (await ceremony.makeOnline(scope)).map(keyLine);
    case 'rotate': {
      const made = await ceremony.rotate(scope, request.role);
      const next =
        made.state === 'active' ? 'It is in use.' : 'Draft, sign and install a root that names it.';
      return [keyLine(made), next];
    }
    case 'publish':
      await ceremony.signAgain(scope, request.atLeast);
      return ['Everything was signed anew.'];
    case 'export': {
      const bytes = await ceremony.exportRoot(scope);
      await writeNew(path(request.out), bytes);
      return [`Root ${readRoot(bytes).version} was written to ${path(request.out)}.`];
    }
    case 'show':
      return inWords(await ceremony.report(scope));
  }
}

async function signRoot(file: string, keyFile: string, io: CommandIo): Promise<readonly string[]> {
  const bytes = await readGiven(file);
  const root = readRoot(bytes);
  const key = await readPrivateKey(keyFile, async () => {
    const passphrase = io.env['DATAWAVE_KEY_PASSPHRASE'];
    if (passphrase === undefined)
      throw usage('The key is encrypted: give its passphrase as DATAWAVE_KEY_PASSPHRASE.');
    return passphrase;
  });
  const signed = addRootSignature(bytes, key);
  await writeFile(file, signed);
  return [`Signed root ${root.version} with ${keyIdOf(key)}.`, ...whoMustSign(readRoot(signed))];
}

/** What is missing before the root can be installed, as far as the file itself says. */
function whoMustSign(root: RootSummary): readonly string[] {
  const { keys, threshold } = root.roles.root;
  const own = root.signedBy.filter((keyid) => keys.has(keyid)).length;
  const lines = [...keys.keys()].map(
    (keyid) => `  ${root.signedBy.includes(keyid) ? 'signed  ' : 'unsigned'} ${keyid}`,
  );
  const others = root.signedBy
    .filter((keyid) => !keys.has(keyid))
    .map((keyid) => `  signed   ${keyid} (of a former root)`);
  return [`${own} of ${threshold} signatures by its own keys:`, ...lines, ...others];
}

const keyLine = ({ keyid, role, state }: TrustReport['keys'][number]): string =>
  `${role.padEnd(10)}${state.padEnd(9)}${keyid}`;

function inWords({ root, keys, roles }: TrustReport): readonly string[] {
  if (root === null && keys.length === 0)
    return ['This registry has no keys and no root yet.', '', KEYS_USAGE];
  const bins = roles.filter(({ role }) => role.startsWith('bin-'));
  const first = bins.map(({ expiresAt }) => expiresAt).sort((a, b) => a.getTime() - b.getTime())[0];
  const files = roles.filter(({ role }) => !role.startsWith('bin-'));
  return [
    ...(root === null ? ['No root is installed: nothing is signed yet.'] : []),
    ...files.map(({ role, version, expiresAt }) => fileLine(role, version, expiresAt)),
    ...(first === undefined
      ? []
      : [`${String(bins.length).padStart(3)} bins   until ${first.toISOString()} the first`]),
    ...(root === null
      ? []
      : [`Root: ${root.roles.root.threshold} of ${root.roles.root.keys.size} keys must sign.`]),
    ...(root === null ? [] : [...root.roles.root.keys.keys()].map((keyid) => `root      offline  ${keyid}`)),
    ...keys.map(keyLine),
  ];
}

const fileLine = (role: string, version: number, expiresAt: Date): string =>
  `${role.padEnd(10)}version ${String(version).padEnd(8)}until ${expiresAt.toISOString()}`;

async function readGiven(file: string): Promise<Uint8Array> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EISDIR') throw usage(`There is no file ${file}.`);
    throw error;
  });
}

async function writeNew(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(file, bytes, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw usage(`There is a file ${file} already.`);
    throw error;
  });
}
