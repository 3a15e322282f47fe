/**
 * What an isolated plugin may use of the kernel's services. What is not here would let it act as somebody else, make others run its SQL,
 * or must answer at once.
 */
interface OfferedService {
  readonly methods: readonly string[];
  /** Methods that answer at once how to undo them; the plugin goes on, and what is wrong with them fails its setup. */
  readonly registering?: readonly string[];
}

const KERNEL_SERVICES: Readonly<Record<string, OfferedService>> = {
  'core.http': { methods: ['route'], registering: ['route'] },
  'core.jobs': {
    methods: [
      'handle',
      'enqueue',
      'enqueueMany',
      'enqueueEphemeral',
      'schedule',
      'get',
      'list',
      'cancel',
      'replay',
    ],
    registering: ['handle'],
  },
  'core.events': { methods: ['publish', 'subscribe', 'stream'], registering: ['subscribe'] },
  'core.egress': { methods: ['fetch', 'connect', 'connectLocal'] },
  'core.storage': { methods: ['transaction'] },
  'core.vault': { methods: ['put', 'reveal', 'has', 'describe', 'delete'] },
  'core.audit': { methods: ['record', 'note'] },
  'core.access': { methods: ['decide', 'require'] },
  'core.plugins': { methods: ['list', 'permissions'] },
  'core.telemetry': { methods: ['counter', 'histogram', 'gauge', 'span'] },
};

/**
 * What it may use of the platform's plugins' services that do not all ask who may: what asks in the name of the scope, and what only
 * computes. Many trust their callers, with people, secrets and connections, or with what is known of all data. Other plugins' services are
 * offered whole.
 */
const TRUSTING_SERVICES: Readonly<Record<string, OfferedService>> = {
  'access.roles': { methods: ['list'] },
  'catalog.catalog': { methods: ['mayBeSeen'] },
  'classification.classification': {
    methods: ['classify', 'combine', 'classifiers', 'infoTypes', 'version'],
  },
  'compliance.compliance': { methods: [] },
  'identity.accounts': { methods: [] },
  'mail.sender': { methods: ['send'] },
  'scan-rules.rules': { methods: ['require', 'select'] },
  'scanner.scanner': { methods: ['connectors'] },
  'scans.scans': { methods: [] },
  'sources.sources': { methods: ['require', 'visibleIds'] },
  'workspaces.directory': { methods: ['list'] },
};

/** What an isolated plugin may use of a service; null where nothing is said: then nothing of a kernel's, and all of a plugin's. */
export function offeredOf(service: string): OfferedService | null {
  const offered = isKernels(service) ? KERNEL_SERVICES : TRUSTING_SERVICES;
  return Object.hasOwn(offered, service) ? (offered[service] ?? null) : null;
}

/** Whether an isolated plugin gets nothing of a service. */
export const isWithheld = (service: string): boolean => {
  const offered = offeredOf(service);
  return offered === null ? isKernels(service) : offered.methods.length === 0;
};

/** Why an isolated plugin cannot contribute to a point, by its id; what is not here it can. */
const CLOSED_POINTS: Readonly<
  Record<string, { readonly kind: 'synchronous' | 'refused'; readonly hint: string }>
> = {
  'free-text.span-rules': {
    kind: 'synchronous',
    hint: 'Leave the span rules out, or have the operator accept the plugin in process.',
  },
  'core.commands': {
    kind: 'synchronous',
    hint: 'A command writes to the terminal of the process that runs it. Offer a route instead.',
  },
  'core.key-providers': {
    kind: 'refused',
    hint: 'It would hold the keys of every secret. The operator can accept the plugin in process.',
  },
  'core.startup-reports': {
    kind: 'refused',
    hint: 'It would write to the terminal of whoever starts the platform. Write to the log, or offer a page.',
  },
  'identity.sign-in-providers': {
    kind: 'refused',
    hint: 'It would say who somebody is. The operator can accept the plugin in process.',
  },
  'mail.recipients': {
    kind: 'refused',
    hint: 'It would say who may be written to. The operator can accept the plugin in process.',
  },
  'scanner.lent-paths': {
    kind: 'refused',
    hint: 'It would open files of the platform to connectors. The operator can name them under the connector’s roots.',
  },
  'access.memberships': {
    kind: 'refused',
    hint: 'It would say which roles somebody has. The operator can accept the plugin in process.',
  },
};

export const closedPoint = (
  point: string,
): { readonly kind: 'synchronous' | 'refused'; readonly hint: string } | null =>
  Object.hasOwn(CLOSED_POINTS, point) ? (CLOSED_POINTS[point] ?? null) : null;

/** Points whose contributions act for the platform, on whatever they are told to: with an operator's rules, but beyond a plugin's own. */
const ACTING_POINTS: ReadonlySet<string> = new Set([
  'notifications.channels',
  'scanner.connectors',
  'sources.dependents',
]);

/** Whether an isolated plugin may not have what others contribute to a point: it could call it. */
export const isClosedToReaders = (point: string): boolean =>
  closedPoint(point) !== null || ACTING_POINTS.has(point);

/** Points of which an isolated plugin may look for contributions and sees none: what is lent is lent to this process. */
const LENT_POINTS: ReadonlySet<string> = new Set(['scanner.lent-paths']);

export const isLentElsewhere = (point: string): boolean => LENT_POINTS.has(point);

/** Whether something is the kernel's. */
export const isKernels = (id: string): boolean => id.startsWith('core.');
