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
  'core.egress': { methods: ['fetch'] },
  'core.vault': { methods: ['put', 'reveal', 'has', 'describe', 'delete'] },
  'core.audit': { methods: ['record', 'note'] },
  'core.access': { methods: ['decide', 'require'] },
  'core.plugins': { methods: ['list', 'permissions'] },
  'core.telemetry': { methods: ['counter', 'histogram', 'gauge', 'span'] },
};

/** What of a kernel's service an isolated plugin may use; null for none. Services of plugins are offered whole. */
export const offeredOf = (service: string): OfferedService | null =>
  Object.hasOwn(KERNEL_SERVICES, service) ? (KERNEL_SERVICES[service] ?? null) : null;

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
  'identity.sign-in-providers': {
    kind: 'refused',
    hint: 'It would say who somebody is. The operator can accept the plugin in process.',
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

/** Whether something is the kernel's. */
export const isKernels = (id: string): boolean => id.startsWith('core.');
