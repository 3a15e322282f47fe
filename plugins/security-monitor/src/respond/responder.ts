import {
  type AuditService,
  DataWaveError,
  defineJob,
  type EgressService,
  type ExecutionScope,
  type JobContext,
  type JobsService,
  SEVERITIES,
  type StorageService,
  type Transaction,
  uuidSchema,
} from '@datawave/plugin-sdk';
import type { Config } from '../config.generated.ts';
import type { DetectionId } from '../detect/detection.ts';
import { BREAK_GLASS } from '../detect/sign-in-entry.ts';
import {
  type Incident,
  type IncidentResponse,
  incidentName,
  type ResponseKind,
} from '../incidents/incident.ts';
import { responseRefused, unknownIncident } from '../incidents/incident-errors.ts';
import type { IncidentStore } from '../incidents/incident-store.ts';
import type { Turn } from '../watch/examiner.ts';
import { type ResponderAccounts, respondToAccount } from './account-response.ts';
import { noticeOf, sendNotice } from './notice.ts';
import type { ResponseStore } from './response-store.ts';

const ATTEMPTS = 8;
/** Accounts that are acted on by themselves in one incident: a mistake must not empty the house. */
const MOST_BY_ITSELF = 10;

interface RespondPayload {
  readonly response: string;
}

/** Does what was asked for without anybody waiting: what happens by itself, and notices. */
export const respondJob = defineJob<RespondPayload>({
  name: 'security-monitor.respond',
  payload: {
    type: 'object',
    additionalProperties: false,
    required: ['response'],
    properties: { response: uuidSchema },
  },
  attempts: ATTEMPTS,
  backoff: { kind: 'exponential', delayMs: 2_000, maxDelayMs: 300_000 },
});

/** What is done by itself about an incident of each detection. */
export type AutomaticResponses = Readonly<Record<DetectionId, readonly ResponseKind[]>>;

interface Parts {
  readonly storage: StorageService;
  readonly jobs: JobsService;
  readonly audit: AuditService;
  readonly egress: EgressService;
  readonly accounts: () => ResponderAccounts | undefined;
  readonly incidents: IncidentStore;
  readonly responses: ResponseStore;
  readonly automatic: AutomaticResponses;
  readonly webhook: Config['webhook'] | undefined;
}

/** Answers incidents: by hand, and by itself where the configuration says so. */
export class Responder {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Asks for what happens by itself, in the transaction in which the incident takes a turn. */
  async react(
    tx: Transaction,
    scope: ExecutionScope,
    incident: Incident,
    { occasion, inOtherHands }: Turn,
  ): Promise<void> {
    const { automatic, responses, webhook } = this.#parts;
    const kinds = automatic[incident.detection];
    const isGrave =
      webhook !== undefined &&
      SEVERITIES.indexOf(incident.severity) >= SEVERITIES.indexOf(webhook.minimumSeverity);
    if (occasion !== null && isGrave && kinds.includes('notify'))
      await this.#ask(tx, scope, incident, { kind: 'notify', account: null, occasion });
    // Failed sign-ins alone prove nothing against an account: whoever sends them must not be able to lock it.
    if (inOtherHands.length === 0) return;
    for (const kind of ['revoke', 'lock'] as const) {
      if (!kinds.includes(kind)) continue;
      const done = await responses.automatic(tx, incident.id, kind);
      const wanted = inOtherHands.filter(
        (account) => !done.has(account) && (kind === 'revoke' || account !== BREAK_GLASS),
      );
      for (const account of wanted.slice(0, Math.max(0, MOST_BY_ITSELF - done.size)))
        await this.#ask(tx, scope, incident, { kind, account, occasion: 'compromised' });
    }
  }

  async #ask(
    tx: Transaction,
    scope: ExecutionScope,
    { id: incident }: Incident,
    asked: { readonly kind: ResponseKind; readonly account: string | null; readonly occasion: string },
  ): Promise<void> {
    const response = await this.#parts.responses.ask(tx, scope, { incident, isAutomatic: true, ...asked });
    if (response !== null) await this.#parts.jobs.enqueue(tx, scope, respondJob, { response });
  }

  /**
   * Does by hand what somebody asks for. A notice is on its way when this answers; all else is done.
   * @param scope - in the workspace to which the incident belongs, in the name of whoever asks
   */
  async byHand(
    scope: ExecutionScope,
    id: string,
    { kind, account }: { readonly kind: ResponseKind; readonly account: string | undefined },
  ): Promise<IncidentResponse> {
    const { storage, incidents, responses, accounts, webhook, jobs } = this.#parts;
    const incident = await storage.transaction(scope, (tx) => incidents.load(tx, id));
    if (kind === 'notify') {
      if (webhook === undefined)
        throw responseRefused(
          'There is nobody to notify.',
          'Set webhook.url and webhook.secret of security-monitor.',
        );
      return storage.transaction(scope, async (tx) => {
        const response = await responses.ask(tx, scope, asked(id, 'notify', null));
        if (response === null) throw unknownIncident();
        await jobs.enqueue(tx, scope, respondJob, { response });
        await this.#record(tx, scope, incident, {
          kind,
          account: null,
          outcome: 'succeeded',
          detail: 'The notice is on its way.',
        });
        return this.#shown(tx, response);
      });
    }
    const wanted = account ?? (incident.accounts.length === 1 ? incident.accounts[0] : undefined);
    if (wanted === undefined)
      throw responseRefused(
        'It is not said whose account is meant.',
        `Name one of: ${incident.accounts.join(', ') || 'the incident is about none'}.`,
        '/body/account',
      );
    const response = await storage.transaction(scope, (tx) =>
      responses.ask(tx, scope, asked(id, kind, wanted)),
    );
    if (response === null) throw unknownIncident();
    try {
      const detail = await respondToAccount(accounts(), scope, { incident, kind, account: wanted });
      return await storage.transaction(scope, async (tx) => {
        await this.#end(tx, scope, incident, { response, kind, account: wanted, state: 'done', detail });
        return this.#shown(tx, response);
      });
    } catch (error) {
      await storage.transaction(scope, (tx) =>
        this.#end(tx, scope, incident, {
          response,
          kind,
          account: wanted,
          state: 'failed',
          detail: reasonOf(error),
        }),
      );
      throw error;
    }
  }

  /** Does what was asked for by itself. */
  async work({
    payload,
    scope,
    attempt,
  }: Pick<JobContext<RespondPayload>, 'payload' | 'scope' | 'attempt'>): Promise<void> {
    const { storage, responses, incidents, accounts } = this.#parts;
    const found = await storage.transaction(scope, async (tx) => {
      const response = await responses.load(tx, payload.response);
      return response === null ? null : { response, incident: await incidents.load(tx, response.incident) };
    });
    // Retention has removed it, or an earlier attempt did it.
    if (found === null || found.response.state !== 'waiting') return;
    const { response, incident } = found;
    const { kind, account } = response;
    const end = (state: 'done' | 'failed', detail: string): Promise<void> =>
      storage.transaction(scope, (tx) =>
        this.#end(tx, scope, incident, { response: response.id, kind, account, state, detail }),
      );
    try {
      if (kind !== 'notify' && account !== null)
        return await end('done', await respondToAccount(accounts(), scope, { incident, kind, account }));
      await this.#notify(scope, incident, response);
      await end('done', 'The notice was taken.');
    } catch (error) {
      const isForeseen = DataWaveError.is(error);
      const isFinal =
        attempt >= ATTEMPTS || (isForeseen && (error.code === 'DW_JOB_UNRETRYABLE' || error.status < 500));
      if (scope.signal.aborted || !isFinal) throw error;
      await end('failed', reasonOf(error));
      // What nobody foresaw belongs into the log as well.
      if (!isForeseen) throw error;
    }
  }

  async #notify(
    scope: ExecutionScope,
    incident: Incident,
    response: IncidentResponse & { readonly occasion: string },
  ): Promise<void> {
    const { egress, webhook } = this.#parts;
    if (webhook === undefined)
      throw responseRefused('There is nobody to notify.', 'Set webhook of security-monitor.');
    const body = noticeOf(incident, scope.workspace, response.occasion);
    const fault = await sendNotice(egress, webhook, { body, delivery: response.id, signal: scope.signal });
    if (fault === null) return;
    throw new DataWaveError({
      code: fault.isFinal ? 'DW_JOB_UNRETRYABLE' : 'DW_SECURITY_NOTICE_FAILED',
      message: `The notice was not taken. ${fault.reason}`,
      hint: 'Look at webhook.url of security-monitor, and at what answers there.',
    });
  }

  async #end(
    tx: Transaction,
    scope: ExecutionScope,
    incident: Incident,
    how: {
      readonly response: string;
      readonly kind: ResponseKind;
      readonly account: string | null;
      readonly state: 'done' | 'failed';
      readonly detail: string;
    },
  ): Promise<void> {
    const { response, kind, account, state, detail } = how;
    if (!(await this.#parts.responses.end(tx, response, state, detail))) return;
    const outcome = state === 'done' ? 'succeeded' : 'failed';
    await this.#record(tx, scope, incident, { kind, account, outcome, detail });
  }

  async #record(
    tx: Transaction,
    scope: ExecutionScope,
    incident: Incident,
    what: {
      readonly kind: ResponseKind;
      readonly account: string | null;
      readonly outcome: 'succeeded' | 'failed';
      readonly detail: string;
    },
  ): Promise<void> {
    const { kind, account, outcome, detail } = what;
    const facts = { response: kind, ...(account === null ? {} : { account }), outcome, detail };
    await this.#parts.incidents.note(tx, scope, incident.id, { kind: 'responded', facts });
    await this.#parts.audit.record(tx, scope, {
      action: 'security-monitor.incident.responded',
      object: { type: 'security-incident', id: incident.id, name: incidentName(incident) },
      ...{ outcome, after: facts },
      ...(outcome === 'failed' ? { reason: detail } : {}),
    });
  }

  async #shown(tx: Transaction, id: string): Promise<IncidentResponse> {
    const loaded = await this.#parts.responses.load(tx, id);
    if (loaded === null) throw unknownIncident();
    const { incident: _incident, occasion: _occasion, ...response } = loaded;
    return response;
  }
}

/** What stands with the incident. Of what nobody foresaw nothing: it may hold anything. */
const reasonOf = (error: unknown): string =>
  DataWaveError.is(error) ? error.message : 'It failed for a reason that stands in the log.';

const asked = (incident: string, kind: ResponseKind, account: string | null) => ({
  ...{ incident, kind, account, isAutomatic: false, occasion: 'by-hand' },
});
