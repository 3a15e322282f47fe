import { expect } from 'chai';
import { createTestKernel, type TestKernel, type TestPlugin } from '../src/testing/index.ts';
import { visitorBookService } from './plugins/visitor-book/src/contract.ts';
import { createTestDatabase, eventually, pluginFolder, type TestDatabase } from './test-database.ts';

const bystander = pluginFolder('visitor-book');
/** What hangs is waited for so long; the innocent must be done by then however busy the machine is. */
const BUDGET_MS = 1_500;
/** The time between this budget and the return of a plugin that lingers, and a little more. */
const LINGER_MS = 1_750;

describe('a third-party plugin that misbehaves', () => {
  let database: TestDatabase;
  let test: TestKernel;

  before(async () => {
    // What the bystander imports is loaded once, and not at the cost of its budget.
    await (await createTestKernel({ plugins: [bystander] })).stop();
  });
  beforeEach(async () => {
    database = await createTestDatabase();
  });

  afterEach(async () => {
    await test.stop();
    await database.drop();
  });

  const boot = async (...plugins: readonly TestPlugin[]): Promise<void> => {
    test = await createTestKernel({
      storage: database.storage,
      settings: { ...database.settings, boot: { pluginBudgetMs: BUDGET_MS } },
      hookTapBudgetMs: 300,
      plugins: [bystander, ...plugins],
    });
  };

  const mischief = (where: string, how: string): TestPlugin => ({
    directory: pluginFolder('mischief'),
    config: { where, how },
  });

  /** That the kernel is up, and the plugin that has done nothing wrong serves as ever. */
  const expectOthersUnharmed = async (): Promise<void> => {
    expect(test.plugin('visitor-book').state).to.equal('active');
    expect((await test.request('GET', '/readyz', { as: null })).status).to.equal(200);
    const answer = await test.request('POST', '/api/v1/visitors', { body: { name: 'Ada' } });
    expect(answer.status).to.equal(201);
  };

  describe('by what it declares', () => {
    const cases: readonly {
      readonly folder: string;
      readonly state: string;
      readonly says: readonly string[];
    }[] = [
      {
        folder: 'unknown-keys',
        state: 'invalid',
        says: [
          '"permision" is not known here; did you mean "permissions"?',
          '"widgets"',
          '#/datawave/contributes/widgets',
        ],
      },
      {
        folder: 'lonely',
        state: 'blocked',
        says: ['requires "visiter-book" ^1.0', 'mean "visitor-book"'],
      },
      { folder: 'too-new', state: 'invalid', says: ['version ^7.0 of the SDK', 'offers 0.1.0'] },
      {
        folder: 'newer-friend',
        state: 'blocked',
        says: ['"visitor-book" ^2.0', 'version 1.2.0 is installed'],
      },
      {
        folder: 'not-a-plugin',
        state: 'failed',
        says: ['no plugin as its default export', 'export default definePlugin'],
      },
    ];
    for (const { folder, state, says } of cases) {
      it(`is ${state} and told why: ${folder}`, async () => {
        await boot(pluginFolder(folder));
        const status = test.plugin(folder);
        expect(status.state).to.equal(state);
        for (const words of says) expect(status.reason).to.contain(words);
        await expectOthersUnharmed();
      });
    }

    it('is shown the circle in which it stands', async () => {
      await boot(pluginFolder('circle-one'), pluginFolder('circle-two'));
      for (const id of ['circle-one', 'circle-two']) {
        expect(test.plugin(id).state).to.equal('invalid');
        expect(test.plugin(id).reason).to.contain('circle-one -> circle-two -> circle-one');
      }
      await expectOthersUnharmed();
    });

    it('is told every fault of its settings, with the nearest known key', async () => {
      await boot({ directory: pluginFolder('mischief'), config: { wehre: 'setup', how: 'gently' } });
      const { state, reason } = test.plugin('mischief');
      expect(state).to.equal('invalid');
      expect(reason).to.contain('config/wehre: "wehre" is not known here; did you mean "where"?');
      expect(reason).to.contain('config/how: must be one of "throw", "hang", "linger"');
    });

    it('leaves nothing behind of a migration that breaks', async () => {
      await boot(pluginFolder('broken-migration'));
      const status = test.plugin('broken-migration');
      expect(status.state).to.equal('failed');
      expect(status.reason)
        .to.match(/migration/i)
        .and.to.contain('0002_broken');
      await expectOthersUnharmed();
    });
  });

  describe('in its code', () => {
    it('throws at import', async () => {
      await boot(pluginFolder('throws-at-import'));
      const status = test.plugin('throws-at-import');
      expect(status).to.include({ state: 'failed', recoverable: false });
      expect(status.reason).to.contain('Failed in import: mischief at import');
      await expectOthersUnharmed();
    });

    it('hangs at import', async () => {
      await boot(pluginFolder('hangs-at-import'));
      expect(test.plugin('hangs-at-import').reason).to.contain(
        `The import of plugin "hangs-at-import" did not end within ${BUDGET_MS} ms`,
      );
      await expectOthersUnharmed();
    });

    for (const phase of ['setup', 'start']) {
      it(`throws in ${phase}, and everything it had registered is withdrawn`, async () => {
        await boot(mischief(phase, 'throw'));
        const status = test.plugin('mischief');
        expect(status).to.include({ state: 'failed', recoverable: true });
        expect(status.reason).to.contain(`Failed in ${phase}: mischief in ${phase}`);
        expect((await test.request('POST', '/api/v1/mischief')).status).to.equal(404);
        await expectOthersUnharmed();
      });

      it(`hangs in ${phase}, and is blamed for the time`, async () => {
        await boot(mischief(phase, 'hang'));
        expect(test.plugin('mischief').reason).to.contain(
          `The ${phase} of plugin "mischief" did not end within ${BUDGET_MS} ms`,
        );
        expect((await test.request('POST', '/api/v1/mischief')).status).to.equal(404);
        await expectOthersUnharmed();
      });
    }

    it('comes back from setup after it was given up, and is refused', async () => {
      await boot(mischief('setup', 'linger'));
      expect(test.plugin('mischief').state).to.equal('failed');
      await new Promise((resolve) => setTimeout(resolve, LINGER_MS));
      expect((await test.request('GET', '/api/v1/mischief/late')).status).to.equal(404);
      await expectOthersUnharmed();
    });

    for (const how of ['throw', 'hang']) {
      it(`${how}s in a hook, and the hook's owner goes on`, async () => {
        await boot(mischief('hook', how));
        await expectOthersUnharmed();
        const status = await eventually(
          async () => test.plugin('mischief'),
          ({ state }) => state === 'degraded',
        );
        expect(status.state).to.equal('degraded');
        expect(status.reason).to.contain(
          how === 'throw'
            ? 'failed in hook "visitor-book.arrival": mischief in hook'
            : 'has not answered within 300 ms',
        );
        const greeted = await eventually(
          () => test.service(visitorBookService).list(test.scope()),
          ([first]) => first?.greeting !== null,
        );
        expect(greeted[0]?.greeting).to.equal('Welcome, Ada');
      });

      it(`${how}s in a job, and only the job fails`, async () => {
        await boot(mischief('job', how));
        const { body } = await test.request('POST', '/api/v1/mischief');
        const { id } = body as { readonly id: string };
        const job = await eventually(
          async () =>
            (await test.request('GET', `/api/v1/mischief/${id}`)).body as {
              readonly state: string;
              readonly error: { readonly message: string } | null;
            },
          ({ state }) => state === 'dead' || state === 'failed',
        );
        expect(['dead', 'failed']).to.include(job.state);
        if (how === 'throw') expect(job.error?.message).to.contain('The handler threw Error');
        await expectOthersUnharmed();
      });

      it(`${how}s in a route, and only the request fails`, async () => {
        await boot(mischief('route', how));
        const answer = await test.request('POST', '/api/v1/mischief');
        expect(answer.status).to.equal(how === 'throw' ? 500 : 503);
        expect(JSON.stringify(answer.body)).not.to.contain('mischief in route');
        await expectOthersUnharmed();
      });

      it(`${how}s when it is to clean up, and is stopped all the same`, async () => {
        await boot(mischief('dispose', how));
        expect((await test.request('POST', '/api/v1/plugins/mischief/disable')).status).to.equal(200);
        expect(test.plugin('mischief').state).to.equal('disabled');
        expect((await test.request('POST', '/api/v1/mischief')).status).to.equal(404);
        await expectOthersUnharmed();
      });
    }
  });

  it('is blocked while what it requires is disabled, and comes back with it', async () => {
    await boot(mischief('nowhere', 'throw'));
    expect(test.plugin('mischief').state).to.equal('active');
    await test.kernel.disable('visitor-book');
    expect(test.plugin('mischief')).to.deep.include({
      state: 'blocked',
      blockedBy: ['visitor-book'],
      recoverable: true,
    });
    await test.kernel.enable('visitor-book');
    expect(test.plugin('mischief').state).to.equal('active');
    expect((await test.request('POST', '/api/v1/mischief')).status).to.equal(202);
  });
});
