import { type ExecutionScope, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';

/** Bytes of a row: small enough to be sent while the next is read, large enough that 20 MB are 40 rows. */
export const CHUNK_BYTES = 512 * 1024;

/** The bytes of tarballs by their SHA-256, in rows of half a megabyte: two versions of the same bytes are kept once. */
export class TarballStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Keeps the bytes, unless they are there. */
  async put(tx: Transaction, sha256: string, bytes: Uint8Array): Promise<void> {
    const count = Math.ceil(bytes.length / CHUNK_BYTES);
    const added = await this.#storage.query(
      tx,
      sql`insert into ${this.#table('tarballs')} (sha256, size, chunks) values (${sha256}, ${bytes.length}, ${count})
          on conflict do nothing returning sha256`,
    );
    if (added.length === 0) return;
    for (let position = 0; position < count; position += 1) {
      const chunk = bytes.subarray(position * CHUNK_BYTES, (position + 1) * CHUNK_BYTES);
      await this.#storage.query(
        tx,
        sql`insert into ${this.#table('tarball_chunks')} (sha256, position, bytes) values (${sha256}, ${position}, ${Buffer.from(chunk)})`,
      );
    }
  }

  /** Forgets bytes that no version refers to any more. */
  async removeUnused(tx: Transaction, sha256: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('tarballs')} where sha256 = ${sha256} and not exists
            (select from ${this.#table('versions')} v where v.sha256 = ${sha256} and v.removed_at is null and v.referred_to is null)`,
    );
  }

  /** How many bytes there are; null when they are not here. */
  async size(tx: Transaction, sha256: string): Promise<{ size: number; chunks: number } | null> {
    const [found] = await this.#storage.query<{ size: number; chunks: number }>(
      tx,
      sql`select size, chunks from ${this.#table('tarballs')} where sha256 = ${sha256}`,
    );
    return found ?? null;
  }

  /** The bytes, a row at a time. Fails when they are removed meanwhile, so that nobody takes a part for the whole. */
  async *read(scope: ExecutionScope, sha256: string, chunks: number): AsyncIterable<Uint8Array> {
    for (let position = 0; position < chunks; position += 1) {
      const [row] = await this.#storage.transaction(
        scope,
        (tx) =>
          this.#storage.query<{ bytes: Uint8Array }>(
            tx,
            sql`select bytes from ${this.#table('tarball_chunks')} where sha256 = ${sha256} and position = ${position}`,
          ),
        { isKeyed: true },
      );
      if (row === undefined) throw new Error(`the tarball ${sha256} was removed while it was read`);
      yield row.bytes;
    }
  }

  #table(name: string) {
    return sql.identifier(this.#storage.schema, name);
  }
}
