import {
  type AuditService,
  coreServices,
  definePlugin,
  type EgressService,
  type EventsService,
  type JobsService,
  type StorageService,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { IncidentStore } from '../incidents/incident-store.ts';
import { migrations } from '../migrations.ts';
import type { ResponderAccounts } from './account-response.ts';
import { Responder } from './responder.ts';
import { ResponseStore } from './response-store.ts';

const ANN = 'user:ann';
const deps = {
  storage: coreServices.storage,
  jobs: coreServices.jobs,
  audit: coreServices.audit,
  events: coreServices.events,
  egress: coreServices.egress,
};

interface Given {
  readonly storage: StorageService;
  readonly jobs: JobsService;
  readonly audit: AuditService;
  readonly events: EventsService;
  readonly egress: EgressService;
}

describe('a response that fails for a reason that nobody foresaw', () => {
  let test: TestKernel;
  let given: Given;

  before(async function () {
    this.timeout(60_000);
    test = await createTestKernel({
      plugins: [
        {
          manifest: {
            manifestVersion: 1,
            id: 'security-monitor',
            apiVersion: '*',
            needs: { database: 'own', jobs: true },
          },
          plugin: definePlugin()({
            deps,
            migrations,
            setup({ deps: all }) {
              given = all;
              return {};
            },
          }),
        },
      ],
      http: 'never',
    });
    expect(test.plugin('security-monitor')).to.include({ state: 'active', reason: null });
  });
  after(() => test?.stop());

  /** An incident about an account, and a responder whose identity breaks. */
  async function broken() {
    const { storage, jobs, audit, events, egress } = given;
    const incidents = new IncidentStore(storage, audit, events);
    const responses = new ResponseStore(storage);
    const accounts: ResponderAccounts = {
      revokeSessions: async () => 0,
      lock: async () => {
        throw new TypeError('secret-of-the-driver');
      },
    };
    const responder = new Responder({
      ...{ storage, jobs, audit, egress, incidents, responses, webhook: undefined },
      accounts: () => accounts,
      automatic: {
        ...{ 'brute-force': ['lock'], 'password-spray': [], 'token-reuse': [], 'impossible-travel': [] },
        ...{ 'mass-export': [], 'privilege-change': [], 'audit-disabled': [] },
      },
    });
    const scope = test.scope();
    const { id } = await storage.transaction(scope, (tx) =>
      incidents.open(tx, scope, {
        ...{ detection: 'brute-force', key: crypto.randomUUID(), reach: 'platform', subjectName: null },
        subject: { kind: 'account', id: ANN },
        finding: {
          severity: 'critical',
          summary: 'A test.',
          evidence: [],
          accounts: [ANN],
          isCompromised: true,
        },
        observations: [{ position: '1', at: Date.now(), facts: {}, isSpent: false }],
      }),
    );
    const shown = () => storage.transaction(scope, (tx) => responses.of(tx, id));
    return { responder, responses, scope, id, shown };
  }

  it('does not wait for ever when it was asked for by hand, and tells nothing of the reason', async () => {
    const { responder, scope, id, shown } = await broken();
    const error: unknown = await responder
      .byHand(scope, id, { kind: 'lock', account: ANN })
      .catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(TypeError);
    const [response] = await shown();
    expect(response).to.include({ kind: 'lock', state: 'failed' });
    expect(response?.detail).to.be.a('string').and.not.include('secret-of-the-driver');
  });

  it('is tried again when it happens by itself, and at last given up', async () => {
    const { responder, responses, scope, id, shown } = await broken();
    const asked = await given.storage.transaction(scope, (tx) =>
      responses.ask(tx, scope, {
        incident: id,
        kind: 'lock',
        account: ANN,
        isAutomatic: true,
        occasion: 'compromised',
      }),
    );
    const attempt = (number: number): Promise<unknown> =>
      responder
        .work({ payload: { response: asked ?? '' }, scope, attempt: number })
        .catch((caught: unknown) => caught);
    expect(await attempt(1)).to.be.instanceOf(TypeError);
    expect((await shown())[0]).to.include({ state: 'waiting' });
    expect(await attempt(8)).to.be.instanceOf(TypeError);
    expect((await shown())[0]).to.include({ state: 'failed' });
  });
});
