import {
  accountsService,
  coreServices,
  DEFAULT_WORKSPACE,
  definePlugin,
  notificationRulePoint,
  TrailWatch,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { detectionsOf, watchStates } from './detect/detections.ts';
import { IncidentDesk } from './incidents/incident-desk.ts';
import { forgetOld } from './incidents/incident-retention.ts';
import { IncidentStore } from './incidents/incident-store.ts';
import { notifyOfIncidents } from './incidents/notify-of-incidents.ts';
import { readPlaybooks } from './incidents/playbook.ts';
import { migrations } from './migrations.ts';
import { ObservationStore } from './observe/observation-store.ts';
import { TrailCursor } from './observe/trail-cursor.ts';
import { openPlaceDatabase } from './place/open-database.ts';
import { Places } from './place/places.ts';
import { checkWebhook } from './respond/notice.ts';
import { type AutomaticResponses, Responder, respondJob } from './respond/responder.ts';
import { ResponseStore } from './respond/response-store.ts';
import { mountIncidentRoutes } from './routes/incident-routes.ts';
import { mountResponseRoutes } from './routes/response-routes.ts';
import { AuditWatch } from './watch/audit-watch.ts';
import { Examiner } from './watch/examiner.ts';
import { followJob, forgetJob, nightJob, sweepJob } from './watch/monitor-jobs.ts';
import { ownScope } from './watch/own-scope.ts';
import { TrailFollower } from './watch/trail-follower.ts';

export default definePlugin<Config>()({
  deps: {
    storage: coreServices.storage,
    jobs: coreServices.jobs,
    events: coreServices.events,
    audit: coreServices.audit,
    auditLog: coreServices.auditLog,
    plugins: coreServices.plugins,
    access: coreServices.access,
    egress: coreServices.egress,
    http: coreServices.http,
  },
  optionalDeps: { accounts: accountsService },
  migrations,
  async setup({ deps, optional, config, extensions, plugin, signal, log, onDispose }) {
    const { storage, jobs, events, audit, auditLog, plugins, access, egress, http } = deps;
    const accounts = () => optional.accounts;
    const { travel, audit: trail, webhook } = config;
    if (webhook !== undefined) checkWebhook(webhook);
    const database = travel.geoDatabase === undefined ? null : await openPlaceDatabase(travel.geoDatabase);
    const places = new Places(travel.networks, database);
    const playbooks = await readPlaybooks(plugin.directory);
    const detections = detectionsOf(config, places);

    const incidents = new IncidentStore(storage, audit, events);
    const observations = new ObservationStore(storage);
    const responses = new ResponseStore(storage);
    const cursor = new TrailCursor(storage);
    const responder = new Responder({
      ...{ storage, jobs, audit, egress, accounts, incidents, responses, webhook },
      automatic: automaticOf(config),
    });
    const examiner = new Examiner({
      ...{ storage, observations, incidents, detections, log },
      react: (tx, scope, incident, turn) => responder.react(tx, scope, incident, turn),
    });
    const follower = new TrailFollower({
      ...{ log: auditLog, storage, cursor, examiner, detections, accounts },
      minimumDays: trail.enabled ? trail.minimumDays : null,
    });
    const watch = new TrailWatch({
      ...{ log: auditLog, storage, jobs, signal, job: followJob },
      scope: (workspace) => ownScope({ workspace, signal }),
      reached: (scope) => cursor.position(scope),
    });
    const auditWatch = new AuditWatch(plugins, jobs, trail, Date.now());

    jobs.handle(sweepJob, async ({ scope }) => {
      await watch.sweep();
      if (!trail.enabled) return;
      const inside = ownScope({ ...scope, workspace: DEFAULT_WORKSPACE });
      await follower.examine(inside, await auditWatch.look(inside));
    });
    jobs.handle(followJob, ({ scope }) => follower.follow(scope));
    jobs.handle(nightJob, () => watch.everywhere(forgetJob));
    jobs.handle(forgetJob, ({ scope }) =>
      forgetOld(
        { storage, observations, cursor, detections, keepDays: config.keepDays, markDays: trail.minimumDays },
        scope,
      ),
    );
    jobs.handle(respondJob, (context) => responder.work(context));
    onDispose(
      watch.follow(events, config.watchAfterSeconds * 1000, (error) =>
        log.warn('The audit trail could not be looked at soon.', { error }),
      ),
    );

    const desk = new IncidentDesk({ storage, access, audit, events, accounts, incidents });
    extensions.contribute(notificationRulePoint, 'security-monitor', notifyOfIncidents(storage, incidents));
    const watched = () => watchStates(config, places);
    mountIncidentRoutes({ http, audit, desk, playbooks, watched, canNotify: webhook !== undefined });
    mountResponseRoutes({ access, http, storage, desk, responder, responses });
    return {};
  },
  async start({ deps: { jobs } }) {
    await jobs.schedule(sweepJob, { name: 'sweep', cron: '* * * * *', payload: {} });
    await jobs.schedule(nightJob, { name: 'night', cron: '17 3 * * *', payload: {} });
  },
});

const automaticOf = (config: Config): AutomaticResponses => ({
  'brute-force': config.bruteForce.automatic,
  'password-spray': config.passwordSpray.automatic,
  'token-reuse': config.tokenReuse.automatic,
  'impossible-travel': config.travel.automatic,
  'mass-export': config.massExport.automatic,
  'privilege-change': config.privileges.automatic,
  'audit-disabled': config.audit.automatic,
});
