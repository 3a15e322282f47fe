import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { type BodyType, tooLarge } from './body.ts';
import { HttpError } from './problem.ts';

/** A body that was taken in as a file. It is removed when the request has been answered. */
export interface ReceivedFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of the bytes that arrived, hexadecimal. */
  readonly sha256: string;
}

/** Sent by nothing that a page of another site can post without asking. */
export const FILE_BODY: BodyType = {
  pattern: /^application\/octet-stream\s*(?:;|$)/i,
  name: 'application/octet-stream',
  title: 'files',
};

/** What a process leaves behind that was killed is removed after this time: no request takes so long. */
const ABANDONED_MS = 3_600_000;

/** Takes bodies in as files, part by part, so that they need no memory, and hashes what arrives. */
export class FileReceiver {
  readonly #directory: string;
  #tidied: Promise<void> | null = null;

  /** @param directory - made when the first file arrives; nobody else reads it */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * A whole body of at most `limit` bytes; of what is cut short or too large nothing stays.
   * @throws HttpError DW_HTTP_BODY_TOO_LARGE, DW_HTTP_BODY_INCOMPLETE, DW_HTTP_BODY_NOT_KEPT where the disk is full
   */
  async receive(request: IncomingMessage, limit: number, signal: AbortSignal): Promise<ReceivedFile> {
    const path = join(this.#directory, randomUUID());
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      this.#tidied ??= this.#tidy();
      await this.#tidied;
      return { path, ...(await write(path, request, limit, signal)) };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  async remove({ path }: ReceivedFile): Promise<void> {
    await rm(path, { force: true });
  }

  async #tidy(now = Date.now()): Promise<void> {
    for (const name of await readdir(this.#directory)) {
      const path = join(this.#directory, name);
      const found = await stat(path).catch(() => null);
      if (found !== null && now - found.mtimeMs > ABANDONED_MS) await rm(path, { force: true });
    }
  }
}

async function write(
  path: string,
  request: IncomingMessage,
  limit: number,
  signal: AbortSignal,
): Promise<Pick<ReceivedFile, 'size' | 'sha256'>> {
  const hash = createHash('sha256');
  let size = 0;
  const handle = await open(path, 'wx', 0o600).catch(refuseFull);
  try {
    for await (const part of partsOf(request, signal)) {
      size += part.byteLength;
      if (size > limit) throw tooLarge(limit);
      hash.update(part);
      await handle.writeFile(part).catch(refuseFull);
    }
  } finally {
    await handle.close();
  }
  if (!request.complete) throw incomplete();
  return { size, sha256: hash.digest('hex') };
}

/**
 * The body as it comes, no faster than it is asked for. Leaves the connection open where nobody asks for the rest, so that a refusal can be
 * told.
 * @throws HttpError DW_HTTP_BODY_INCOMPLETE; the reason of the signal
 */
async function* partsOf(request: IncomingMessage, signal: AbortSignal): AsyncGenerator<Buffer> {
  let wake = (): void => undefined;
  const onAny = (): void => wake();
  const names = ['readable', 'end', 'error', 'close'] as const;
  for (const name of names) request.on(name, onAny);
  signal.addEventListener('abort', onAny);
  try {
    for (;;) {
      signal.throwIfAborted();
      const part = request.read() as Buffer | null;
      if (part !== null) yield part;
      else if (request.readableEnded) return;
      else if (request.destroyed) throw incomplete();
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    for (const name of names) request.off(name, onAny);
    signal.removeEventListener('abort', onAny);
  }
}

const incomplete = (): HttpError =>
  new HttpError({
    code: 'DW_HTTP_BODY_INCOMPLETE',
    message: 'The connection ended before the body did.',
    status: 400,
  });

function refuseFull(cause: NodeJS.ErrnoException): never {
  if (!['ENOSPC', 'EDQUOT', 'EFBIG'].includes(cause.code ?? '')) throw cause;
  throw new HttpError({
    code: 'DW_HTTP_BODY_NOT_KEPT',
    message: 'There is no room in the data folder for the file; nothing of it was kept.',
    hint: 'Make room there and send it again.',
    status: 507,
    cause,
  });
}
