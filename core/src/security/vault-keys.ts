import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataWaveError } from '@datawave/plugin-sdk';
import { KEY_BYTES, type MasterKey, masterKey } from './vault-cipher.ts';

/** Master keys by id, and the one that new secrets are sealed with. */
export interface KeyRing {
  readonly current: MasterKey | null;
  readonly all: ReadonlyMap<string, MasterKey>;
}

/** Where master keys come from. */
export interface VaultKeys {
  /** Reads what is there; creates nothing. */
  load(): Promise<KeyRing>;
  /** Makes the first key; another process may be first, then its key is taken. */
  create(): Promise<KeyRing>;
  /** Makes the next key durable beside the current one, or finds the one that a broken rotation left. */
  prepareNext(): Promise<MasterKey>;
  /** Puts the next key, which is the one with this id, in place of the current one, once nothing needs that any more. */
  promoteNext(id: string): Promise<void>;
}

/** From the environment when DATAWAVE_MASTER_KEY is set there, else from a file that only its owner can read. */
export function vaultKeys(keyFile: string, env: Readonly<Record<string, string | undefined>>): VaultKeys {
  const given = env['DATAWAVE_MASTER_KEY'];
  return given ? environmentKeys(given, env['DATAWAVE_MASTER_KEY_PREVIOUS']) : fileKeys(keyFile);
}

function environmentKeys(current: string, previous: string | undefined): VaultKeys {
  const load = async (): Promise<KeyRing> => {
    const now = parse(current, 'DATAWAVE_MASTER_KEY');
    return ring(now, previous ? parse(previous, 'DATAWAVE_MASTER_KEY_PREVIOUS') : null);
  };
  return {
    load,
    create: load,
    prepareNext: async () => parse(current, 'DATAWAVE_MASTER_KEY'),
    promoteNext: async () => undefined,
  };
}

function fileKeys(file: string): VaultKeys {
  const next = `${file}.next`;
  const load = async (): Promise<KeyRing> => {
    // In this order: a rename between the two readings then shows the new key twice instead of the old one alone.
    const coming = await read(next);
    const now = await read(file);
    // Once written, the next key is as good as the current one, and rows may be under it already.
    return ring(coming ?? now, now);
  };
  return {
    load,
    create: async () => {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await write(file, randomBytes(KEY_BYTES));
      return load();
    },
    prepareNext: async () => {
      await write(next, randomBytes(KEY_BYTES));
      const key = await read(next);
      if (!key) throw invalid(next, 'vanished while it was being made');
      return key;
    },
    promoteNext: async (id) => {
      // Already done by a rotation beside this one, or by one that died right after it.
      if ((await read(next)) === null && (await read(file))?.id === id) return;
      try {
        await rename(next, file);
      } catch (cause) {
        if ((await read(file))?.id === id) return;
        throw invalid(next, 'cannot be put in its place', cause);
      }
      await syncDirectory(file);
    },
  };
}

const ring = (current: MasterKey | null, other: MasterKey | null): KeyRing => ({
  current,
  all: new Map([current, other].filter((key) => key !== null).map((key) => [key.id, key])),
});

/** Writes a key unless there is one, whole or not at all. */
async function write(file: string, bytes: Buffer): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${bytes.toString('base64')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(draft, file);
    await syncDirectory(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** The name of a new file is as easily lost in a power cut as its content. */
async function syncDirectory(file: string): Promise<void> {
  const handle = await open(dirname(file), 'r');
  await handle.sync().finally(() => handle.close());
}

async function read(file: string): Promise<MasterKey | null> {
  let found: { readonly text: string; readonly mode: number };
  try {
    found = await contentOf(file);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw invalid(file, 'cannot be read', cause);
  }
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw invalid(file, 'can be read by other users; run: chmod 600 on it');
  return parse(found.text.trim(), file);
}

/** Text and mode of the same file: by its name, a rotation could have moved it away between the two. */
async function contentOf(file: string): Promise<{ readonly text: string; readonly mode: number }> {
  const handle = await open(file, 'r');
  try {
    const { mode } = await handle.stat();
    return { text: await handle.readFile('utf8'), mode };
  } finally {
    await handle.close();
  }
}

function parse(text: string, where: string): MasterKey {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== KEY_BYTES || !/^[A-Za-z0-9+/_-]+=*$/.test(text))
    throw invalid(where, `is not ${KEY_BYTES} bytes in base64`);
  return masterKey(bytes);
}

const invalid = (where: string, what: string, cause?: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_VAULT_KEY',
    message: `The vault's master key in ${where} ${what}.`,
    hint: `Put the key back that the secrets were stored with: ${KEY_BYTES} bytes in base64.`,
    where,
    cause,
  });
