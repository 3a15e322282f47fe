import { createHmac } from 'node:crypto';
import { DataWaveError, type EgressService, isSafeForSecrets } from '@datawave/plugin-sdk';
import type { Incident } from '../incidents/incident.ts';

/** Where notices go. */
export interface Webhook {
  readonly url: string;
  readonly secret: string;
}

const TIMEOUT_MS = 15_000;
const MOST_ANSWER_BYTES = 64 * 1024;
/** Of the answers in the 400s those that may be another one later. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

/** Shorter ones are found by trying. */
const SHORTEST_SECRET = 16;

/** @throws DataWaveError DW_SECURITY_MONITOR_WEBHOOK for a secret that is none, and for a way on which everybody listens */
export function checkWebhook({ url, secret }: Webhook): void {
  const fault =
    secret.length < SHORTEST_SECRET
      ? `its secret has fewer than ${SHORTEST_SECRET} characters`
      : !isSafeForSecrets(url)
        ? 'plain http is for the machine itself only'
        : null;
  if (fault === null) return;
  throw new DataWaveError({
    code: 'DW_SECURITY_MONITOR_WEBHOOK',
    message: `The webhook cannot be used: ${fault}.`,
    hint: 'Correct webhook in the settings of security-monitor.',
  });
}

/** What a notice says: nothing that the list of incidents does not, and no name as somebody typed it. */
export function noticeOf(incident: Incident, workspace: string, occasion: string): string {
  const { id, detection, severity, status, summary, subject, reach } = incident;
  const { observationCount, firstSeenAt, lastSeenAt, openedAt } = incident;
  return JSON.stringify({
    version: 1,
    type: occasion.startsWith('raised') ? 'security.incident.raised' : 'security.incident.opened',
    incident: {
      ...{ id, detection, severity, status, summary, reach, workspace },
      subject: { kind: subject.kind, id: subject.id },
      ...{ observationCount, firstSeenAt, lastSeenAt, openedAt },
      path: `/security-incidents/${id}`,
    },
  });
}

/**
 * What proves that a notice comes from here and when it was sent: HMAC-SHA-256 over time, a dot and the body.
 * @param seconds - since 1970
 */
export function signNotice(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

/**
 * Sends a notice.
 * @param delivery - the same each time that the same notice is sent, so that the receiver can tell
 * @returns null when it was taken, else why not and whether it may be tried again
 */
export async function sendNotice(
  egress: EgressService,
  { url, secret }: Webhook,
  notice: { readonly body: string; readonly delivery: string; readonly signal: AbortSignal },
): Promise<{ readonly reason: string; readonly isFinal: boolean } | null> {
  const { body, delivery, signal } = notice;
  const { status } = await egress.fetch(url, {
    ...{ purpose: 'security-monitor', method: 'POST', body, signal },
    ...{ timeoutMs: TIMEOUT_MS, maxBytes: MOST_ANSWER_BYTES, maxRedirects: 0 },
    // It stands in the configuration, and whoever writes that runs the machine.
    loopback: 'allow',
    headers: {
      'content-type': 'application/json',
      'datawave-delivery': delivery,
      'datawave-signature': signNotice(secret, Math.floor(Date.now() / 1000), body),
    },
  });
  if (status >= 200 && status < 300) return null;
  const isFinal = status >= 300 && status < 500 && !PASSING.has(status);
  return { reason: `The receiver answered ${status}.`, isFinal };
}
