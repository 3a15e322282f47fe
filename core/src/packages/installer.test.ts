import { sql } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { type InstallSite, openSite } from '../../test/packages/install-site.ts';
import { makePackage, pluginModule } from '../../test/packages/make-package.ts';
import { StandInRegistry } from '../../test/packages/stand-in-registry.ts';
import { refusal } from '../../test/refusal.ts';
import { testScope } from '../../test/storage.ts';
import { readChange } from './apply/change-rows.ts';
import { readNewestLock } from './lock/lock-rows.ts';
import type { PlanRequest } from './plan/make-plan.ts';
import { reviewText } from './plan/review-text.ts';

const scope = testScope();
const NAME = '@acme/weather';

describe('installing plugins', function () {
  this.timeout(60_000);
  let registry: StandInRegistry;
  let site: InstallSite;

  beforeEach(async () => {
    registry = await new StandInRegistry().start();
    site = await openSite({ registries: [{ name: 'acme', url: registry.url, token: 'secret://acme' }] });
  });
  afterEach(async () => {
    await registry.stop();
    await site.close();
  });

  const install = async (request: PlanRequest): Promise<number> => {
    const change = await site.installer.propose(request, scope);
    return (await site.installer.apply(change.id, change.hash, scope)).number;
  };
  const wish = (name = NAME, range: string | null = null): PlanRequest => ({ install: [{ name, range }] });

  it('shows what a plugin asks for before anything runs, and what an update adds to it', async () => {
    const needs = { network: ['api.weather.example:443'] };
    await registry.publish({ manifest: { needs } });
    const first = await site.installer.propose(wish(), scope);
    expect(first.plan.changes).to.have.length(1);
    expect(first.plan.changes[0]).to.deep.include({
      ...{ action: 'install', name: NAME, id: 'weather', from: null, to: '1.0.0', trust: 'community' },
      ...{ registry: 'acme', why: 'asked', isSigned: false },
      added: {
        permissions: [],
        network: ['api.weather.example:443'],
        database: null,
        secrets: [],
        files: [],
        api: [],
      },
    });
    expect(first.plan.changes[0]?.isolation?.level).to.be.oneOf(['confined', 'child']);
    expect(await readNewestLock(site.database.storage)).to.equal(null);
    await site.installer.apply(first.id, first.hash, scope);
    await registry.publish({
      version: '1.1.0',
      manifest: {
        needs: { ...needs, secrets: ['weather-key'] },
        permissions: [{ id: 'weather:read', title: 'See' }],
      },
    });
    const second = await site.installer.propose({ update: ['weather'] }, scope);
    expect(second.plan.changes[0]).to.deep.include({
      ...{ action: 'update', from: '1.0.0', to: '1.1.0' },
      added: {
        permissions: ['weather:read'],
        network: [],
        database: null,
        secrets: ['weather-key'],
        files: [],
        api: [],
      },
    });
    expect(registry.asked.every(({ authorization }) => authorization === 'Bearer token of acme')).to.equal(
      true,
    );
    const locked = (await readNewestLock(site.database.storage))?.lock.plugins[NAME];
    expect(locked).to.deep.include({ version: '1.0.0', registry: 'acme', trust: 'community' });
  });

  it('applies only the plan that was looked at, once, and on what it was made on', async () => {
    await registry.publish({});
    await registry.publish({ name: '@acme/tides', manifest: { id: 'tides' } });
    const [one, other] = [
      await site.installer.propose(wish(), scope),
      await site.installer.propose(wish('@acme/tides'), scope),
    ];
    expect((await refusal(site.installer.apply(one.id, other.hash, scope))).code).to.equal(
      'DW_PACKAGES_CHANGED',
    );
    await site.database.storage.execute(
      sql`update core.plugin_changes set plan = replace(plan, '1.0.0', '6.6.6') where id::text = ${other.id}`,
    );
    expect((await refusal(site.installer.apply(other.id, other.hash, scope))).code).to.equal(
      'DW_PACKAGES_CHANGED',
    );
    await site.database.storage.execute(
      sql`update core.plugin_changes set plan = replace(plan, '6.6.6', '1.0.0') where id::text = ${other.id}`,
    );
    await site.installer.apply(one.id, one.hash, scope);
    expect((await refusal(site.installer.apply(one.id, one.hash, scope))).code).to.equal(
      'DW_PACKAGES_CHANGE_CLOSED',
    );
    expect((await refusal(site.installer.apply(other.id, other.hash, scope))).code).to.equal(
      'DW_PACKAGES_CHANGED',
    );
    expect((await readChange(site.database.storage, other.id)).state).to.equal('failed');
  });

  it('lets one of two installs at once through and refuses the other', async () => {
    await registry.publish({});
    const change = await site.installer.propose(wish(), scope);
    const again = await site.installer.propose(wish(), scope);
    const gate = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const slow = site.another({
      reached: async (step) => {
        if (step !== 'checked') return;
        reached.resolve();
        await gate.promise;
      },
    });
    const first = slow.apply(change.id, change.hash, scope);
    await reached.promise;
    expect((await refusal(site.installer.apply(again.id, again.hash, scope))).code).to.equal(
      'DW_PACKAGES_BUSY',
    );
    gate.resolve();
    expect((await first).number).to.equal(1);
  });

  it('brings what a plugin requires, and explains what does not fit together', async () => {
    await registry.publish({ name: '@acme/tides', version: '1.4.0', manifest: { id: 'tides' } });
    await registry.publish({ name: '@acme/tides', version: '2.0.0', manifest: { id: 'tides' } });
    await registry.publish({ manifest: { requires: { tides: '^1.0' } } });
    const { plan } = await site.installer.propose(wish(), scope);
    expect(plan.changes.map(({ name, to, why }) => [name, to, why])).to.deep.equal([
      [NAME, '1.0.0', 'asked'],
      ['@acme/tides', '1.4.0', `${NAME}@1.0.0`],
    ]);
    await registry.publish({ version: '2.0.0', manifest: { requires: { tides: '^3.0' } } });
    const text = (await refusal(site.installer.propose(wish(NAME, '^2'), scope))).text;
    expect(text).to.include('@acme/tides has no version that fits ^3.0').and.include('2.0.0');
    // An older one that fits is taken where the newest does not.
    expect((await site.installer.propose(wish(), scope)).plan.changes[0]?.to).to.equal('1.0.0');
    await registry.publish({ version: '3.0.0', manifest: { apiVersion: '^99.0' } });
    expect((await refusal(site.installer.propose(wish(NAME, '3'), scope))).text).to.include(
      '^99.0 of the SDK',
    );
  });

  it('goes back to an older version only when that is meant', async () => {
    await registry.publish({});
    await registry.publish({ version: '1.1.0' });
    await install(wish());
    expect((await refusal(site.installer.propose(wish(NAME, '1.0.0'), scope))).code).to.equal(
      'DW_PACKAGES_DOWNGRADE',
    );
    const file = { files: [await makePackage()] };
    expect((await refusal(site.installer.propose(file, scope))).code).to.equal('DW_PACKAGES_DOWNGRADE');
    const meant = await site.installer.propose({ ...wish(NAME, '1.0.0'), allowDowngrade: true }, scope);
    expect(meant.plan.changes[0]?.action).to.equal('downgrade');
  });

  it('gives nobody what another has left under its id', async () => {
    const { storage } = site.database;
    await install({ files: [await makePackage({})] });
    const heir = { files: [await makePackage({ name: '@evil/weather' })] };
    const swap = { remove: [NAME], purge: true, ...heir };
    await storage.execute(
      sql`insert into core.plugin_settings (plugin, settings, revision, updated_by) values ('weather', '{}', 1, 'Test')`,
    );
    expect((await refusal(site.installer.propose(swap, scope))).code, 'at once').to.equal(
      'DW_PACKAGES_INHERITS',
    );
    await install({ remove: [NAME] });
    const { code, text } = await refusal(site.installer.propose(heir, scope));
    expect(code, 'and later').to.equal('DW_PACKAGES_INHERITS');
    expect(text).to.include(`kept under the id "weather", of ${NAME}`);
    // Its own it may have again; and where nothing is left nobody asks whose it was.
    await site.installer.propose({ files: [await makePackage({})] }, scope);
    await storage.execute(sql`delete from core.plugin_settings`);
    await site.installer.propose(heir, scope);
  });

  it('refuses two plugins that claim one id, element, route or page', async () => {
    await install({ files: [await makePackage({ manifest: { resources: ['forecasts'] } })] });
    for (const [manifest, what] of [
      [{ id: 'weather' }, 'id "weather"'],
      [{ id: 'other', resources: ['forecasts'] }, 'route /api/v1/forecasts'],
      [{ id: 'other', resources: ['jobs'] }, 'the platform'],
    ] as const) {
      const { code, text } = await refusal(
        site.installer.propose({ files: [await makePackage({ name: 'other', manifest })] }, scope),
      );
      expect(code).to.equal('DW_PACKAGES_CONFLICT');
      expect(text).to.include(what);
    }
  });

  it('says who needs what is to be removed, and takes both', async () => {
    await registry.publish({ name: '@acme/tides', manifest: { id: 'tides' } });
    await registry.publish({ manifest: { requires: { tides: '^1.0' } } });
    await install(wish());
    const { code, text } = await refusal(site.installer.propose({ remove: ['tides'] }, scope));
    expect([code, text.includes('"weather"')]).to.deep.equal(['DW_PACKAGES_NEEDED', true]);
    expect(await install({ remove: ['tides', NAME] })).to.equal(2);
    expect((await readNewestLock(site.database.storage))?.lock.plugins).to.deep.equal({});
    expect((await refusal(site.installer.propose({ remove: ['tides'] }, scope))).code).to.equal(
      'DW_PACKAGES_NOT_INSTALLED',
    );
  });

  it('goes back to a former state without the registry, by a plan of its own', async () => {
    await registry.publish({});
    await install(wish());
    await registry.publish({ version: '1.1.0' });
    await install({ update: [NAME] });
    await registry.stop();
    await site.store.collect(new Set(), Date.now() + 7_200_000);
    expect(await install({ rollback: 1 })).to.equal(3);
    expect((await readNewestLock(site.database.storage))?.lock.plugins[NAME]?.version).to.equal('1.0.0');
    expect((await refusal(site.installer.propose({ rollback: 9 }, scope))).code).to.equal(
      'DW_PACKAGES_LOCK_UNKNOWN',
    );
  });

  it('does not go back where the schema has moved on, and names the migrations', async () => {
    const module = (...names: readonly string[]): string =>
      `import { defineEntity, p } from '@datawave/plugin-sdk/storage';
       ${pluginModule(
         `entities: [defineEntity({ name: 'weather_Day', tableName: 'days', properties: { id: p.integer().primary() } })],
          migrations: ${JSON.stringify(names.map((name) => ({ name, up: ['select 1'] })))}, setup() { return {}; }`,
       )}`;
    const manifest = { needs: { database: 'own' } };
    await registry.publish({ manifest, module: module('0001_start') });
    const started = await site.installer.propose(wish(), scope);
    expect(started.plan.changes[0]?.data).to.deep.include({
      ...{ applied: [], pending: ['0001_start'], forbidding: [], mayForbidRollback: false },
    });
    await site.installer.apply(started.id, started.hash, scope);
    await registry.publish({ version: '2.0.0', manifest, module: module('0001_start', '0002_split') });
    const update = await site.installer.propose({ update: [NAME] }, scope);
    expect(update.plan.changes[0]?.data).to.deep.include({
      ...{ forbidding: ['0002_split'], unlisted: null, mayForbidRollback: true },
    });
    expect(reviewText(update)).to.include('way back    closed by 0002_split');
    await site.installer.apply(update.id, update.hash, scope);
    await site.database.asOwner(
      `create schema weather; create table weather.migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now());
       insert into weather.migrations values ('0001_start', 'x'), ('0002_split', 'x'); grant usage on schema weather to datawave_kernel; grant select on weather.migrations to datawave_kernel`,
    );
    const change = await site.installer.propose({ rollback: 1 }, scope);
    expect(change.plan.changes[0]?.data).to.deep.include({ pending: [], unknown: ['0002_split'] });
    expect(change.plan.notices.map(({ code, values }) => [code, values['migrations']])).to.deep.include([
      ...['moved-on', '0002_split'],
    ]);
    const { code, text } = await refusal(site.installer.apply(change.id, change.hash, scope));
    expect([code, text.includes('0002_split'), text.includes('--purge')]).to.deep.equal([
      'DW_PACKAGES_MIGRATED',
      true,
      true,
    ]);
  });

  it('plans what keeps data and cannot be loaded, and says why its migrations are not known', async () => {
    const manifest = { needs: { database: 'own' } };
    const files = [await makePackage({ manifest, module: 'throw new Error("no luck")' })];
    const { plan } = await site.installer.propose({ files }, scope);
    expect(plan.changes[0]?.data).to.deep.include({ pending: null, keepsData: true });
    expect(plan.notices[0]).to.deep.include({ code: 'migrations-unknown' });
    expect(plan.notices[0]?.values['reason']).to.include('no luck');
  });

  it('puts a plugin on trial behind the wall it will run behind, and changes nothing when it does not load', async () => {
    const cases = {
      'throw new Error("no luck")': 'no luck',
      'while (true);': 'within 3 s',
      'process.exit(3)': 'ended with 3',
      'process.send?.({ report: 1 }); export default 1': 'no description of a plugin',
      'export default { hello: 1 }': 'no plugin as its default export',
    };
    await site.close();
    site = await openSite({ packages: { trialSeconds: 3 } });
    for (const [module, reason] of Object.entries(cases)) {
      const change = await site.installer.propose({ files: [await makePackage({ module })] }, scope);
      const { text } = await refusal(site.installer.apply(change.id, change.hash, scope));
      expect(text).to.include(reason);
      const { state, reason: kept } = await readChange(site.database.storage, change.id);
      expect([state, kept?.includes(reason)]).to.deep.equal(['failed', true]);
    }
    expect(await readNewestLock(site.database.storage)).to.equal(null);
  });

  it('asks for settings without which a plugin would not come up', async () => {
    const schema = {
      ...{ type: 'object', additionalProperties: false, required: ['place'] },
      properties: { place: { type: 'string' } },
    };
    const files = [
      await makePackage({
        manifest: { config: 'config.json' },
        files: { 'config.json': JSON.stringify(schema) },
      }),
    ];
    const { code, text } = await refusal(install({ files }));
    expect([code, text.includes('place')]).to.deep.equal(['DW_PACKAGES_SETTINGS', true]);
    expect(await install({ files, settings: { [NAME]: { place: 'Bern' } } })).to.equal(1);
  });
});
