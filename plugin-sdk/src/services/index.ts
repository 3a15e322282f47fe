import { accessService } from './access.ts';
import { auditLogService, auditService } from './audit.ts';
import { authenticationService } from './authentication.ts';
import { egressService } from './egress.ts';
import { eventsService } from './events.ts';
import { httpService } from './http.ts';
import { jobsService } from './jobs.ts';
import { pluginsService } from './plugins.ts';
import { storageService } from './storage.ts';
import { telemetryService } from './telemetry.ts';
import { vaultService } from './vault.ts';

/** The kernel's services, as a menu. Each has its file with its documentation. @public */
export const coreServices = {
  access: accessService,
  audit: auditService,
  auditLog: auditLogService,
  authentication: authenticationService,
  egress: egressService,
  events: eventsService,
  http: httpService,
  jobs: jobsService,
  plugins: pluginsService,
  storage: storageService,
  telemetry: telemetryService,
  vault: vaultService,
} as const;

export type * from './access.ts';
export type * from './audit.ts';
export type * from './authentication.ts';
export type * from './commands.ts';
export { commandPoint, startupReportPoint } from './commands.ts';
export type * from './egress.ts';
export type * from './events.ts';
export type * from './http.ts';
export { pageQuerySchema } from './http.ts';
export type * from './jobs.ts';
export { defineJob } from './jobs.ts';
export type * from './logger.ts';
export type * from './plugins.ts';
export { pluginEvents } from './plugins.ts';
export type * from './storage.ts';
export type * from './telemetry.ts';
export type * from './vault.ts';
export { keyProviderPoint } from './vault.ts';
