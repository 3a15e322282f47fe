import { DataWaveError } from '../../errors.ts';
import { trustError } from './trust-error.ts';

/** How far a file of metadata may go. @public */
export interface FetchLimits {
  /** Bytes at most. What is longer is cut off and refused. */
  readonly maxBytes: number;
  /** Aborted when the time for the file is up. */
  readonly signal: AbortSignal;
}

/**
 * Gets a file of metadata by its name: its bytes, whole or part by part; null where there is none of that name. It need not mind the limits,
 * but may use them to end early.
 * @public
 */
export type TrustFetch = (
  file: string,
  limits: FetchLimits,
) => Promise<Uint8Array | AsyncIterable<Uint8Array> | null>;

const tooLarge = (file: string, maxBytes: number) =>
  trustError(
    'DW_TRUST_TOO_LARGE',
    file,
    `${file} is longer than the ${maxBytes} bytes that it may have.`,
    'Somebody may be sending data without end. Fetch again over another network; if it stays so, ask the operator of the registry.',
  );

async function collect(
  file: string,
  parts: AsyncIterable<Uint8Array>,
  limits: FetchLimits,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const part of parts) {
    limits.signal.throwIfAborted();
    length += part.length;
    if (length > limits.maxBytes) throw tooLarge(file, limits.maxBytes);
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

/**
 * Fetches a file within its length and time.
 * @param deadlineMs - for the whole file
 * @throws DataWaveError DW_TRUST_TOO_LARGE, DW_TRUST_TOO_SLOW, DW_TRUST_UNREACHABLE
 */
export async function receive(
  ask: TrustFetch,
  file: string,
  maxBytes: number,
  deadlineMs: number,
): Promise<Uint8Array | null> {
  const abort = new AbortController();
  const tooSlow = trustError(
    'DW_TRUST_TOO_SLOW',
    file,
    `${file} did not arrive within ${deadlineMs} ms.`,
    'Try again over another network; a registry that stays this slow may be held back by somebody.',
  );
  const timeout = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    abort.abort(tooSlow);
    timeout.reject(tooSlow);
  }, deadlineMs);
  const limits: FetchLimits = { maxBytes, signal: abort.signal };
  const work = async (): Promise<Uint8Array | null> => {
    const answer = await ask(file, limits);
    if (answer === null) return null;
    if (!(answer instanceof Uint8Array)) return collect(file, answer, limits);
    if (answer.length > maxBytes) throw tooLarge(file, maxBytes);
    return answer;
  };
  try {
    return await Promise.race([work(), timeout.promise]);
  } catch (error) {
    if (abort.signal.aborted) throw tooSlow;
    if (DataWaveError.is(error)) throw error;
    throw trustError(
      'DW_TRUST_UNREACHABLE',
      file,
      `${file} could not be fetched from the registry.`,
      'Check the network and the address of the registry.',
      error,
    );
  } finally {
    clearTimeout(timer);
  }
}
