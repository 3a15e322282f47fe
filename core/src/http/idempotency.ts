import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { ExecutionScope, Logger } from '@datawave/plugin-sdk';
import type { Answer } from './answer.ts';
import type { IdempotencyStore } from './idempotency-store.ts';
import { HttpError } from './problem.ts';

/** A request that carries an `Idempotency-Key`. */
export interface IdempotentRequest {
  readonly key: string;
  readonly scope: ExecutionScope;
  /** Path and query. */
  readonly target: string;
  readonly body: Buffer | null;
  /** How long the first request may take before another one may try. */
  readonly timeoutMs: number;
}

/** Runs a request once for its key and repeats its answer to whoever sends it again. */
export interface IdempotentRuns {
  run(request: IdempotentRequest, work: () => Promise<Answer>): Promise<Answer>;
}

const KEY = /^[\x21-\x7e]{1,255}$/;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** A handler may outlive its deadline by this before its key is given to somebody else. */
const GRACE_MS = 60_000;

/**
 * The key is bound to the principal, the address and the body. Only answers of handlers that succeeded are kept, for
 * 24 hours; a failed one has changed nothing and may be tried again. What is stored is encrypted under a key
 * derived from the client's own, of which the row holds only a hash: an answer may carry a token.
 */
export function createIdempotentRuns(store: IdempotencyStore, log: Logger): IdempotentRuns {
  return {
    async run({ key, scope, target, body, timeoutMs }, work) {
      if (!KEY.test(key)) {
        throw new HttpError({
          code: 'DW_HTTP_IDEMPOTENCY_KEY_INVALID',
          message: 'The Idempotency-Key is not usable.',
          hint: 'Send 1 to 255 visible ASCII characters, a UUID for instance.',
          status: 400,
        });
      }
      const binding = JSON.stringify([scope.workspace, scope.principal.id, target, key]);
      const id = createHash('sha256').update(binding).digest('base64url');
      const fingerprint = createHash('sha256')
        .update(body ?? '')
        .digest('base64url');
      const claim = await store.claim(id, fingerprint, timeoutMs + GRACE_MS);
      if (claim.state === 'conflict') throw mismatch();
      if (claim.state === 'running') throw stillRunning();
      if (claim.state === 'completed') return unseal(claim.answer, binding);
      let answer: Answer;
      try {
        answer = await work();
      } catch (error) {
        await release(store, id, claim.token, log);
        throw error;
      }
      if (answer.status >= 400) await release(store, id, claim.token, log);
      else
        await store
          .complete(id, claim.token, seal(answer, binding))
          .catch((error: unknown) =>
            log.error(
              'The answer to an idempotent request could not be kept; a repetition will be refused until its lease ends.',
              { error, requestId: scope.requestId },
            ),
          );
      return answer;
    },
  };
}

async function release(store: IdempotencyStore, id: string, token: string, log: Logger): Promise<void> {
  await store
    .release(id, token)
    .catch((error: unknown) =>
      log.warn('An idempotency key could not be given back; it frees itself when its lease ends.', { error }),
    );
}

const encryptionKey = (binding: string): Buffer =>
  Buffer.from(hkdfSync('sha256', binding, '', 'datawave idempotent answer', 32));

function seal(answer: Answer, binding: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', encryptionKey(binding), iv, { authTagLength: TAG_BYTES });
  const isBytes = answer.payload instanceof Uint8Array;
  const plain = JSON.stringify({
    ...answer,
    payload: isBytes ? Buffer.from(answer.payload).toString('base64') : answer.payload,
    isBytes,
  });
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64');
}

function unseal(sealed: string, binding: string): Answer {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', encryptionKey(binding), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const plain = Buffer.concat([
    decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)),
    decipher.final(),
  ]).toString('utf8');
  const { isBytes, ...answer }: Answer & { readonly isBytes: boolean } = JSON.parse(plain);
  const payload =
    isBytes && typeof answer.payload === 'string' ? Buffer.from(answer.payload, 'base64') : answer.payload;
  return { ...answer, payload, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
}

function mismatch(): HttpError {
  return new HttpError({
    code: 'DW_HTTP_IDEMPOTENCY_MISMATCH',
    message: 'This Idempotency-Key was used with another body.',
    hint: 'Take a new key for a new request.',
    status: 422,
  });
}

function stillRunning(): HttpError {
  return new HttpError({
    code: 'DW_HTTP_IDEMPOTENCY_RUNNING',
    message: 'The first request with this Idempotency-Key is still being worked on.',
    hint: 'Wait and send it again.',
    status: 409,
    headers: { 'retry-after': '1' },
  });
}
