import {
  type AccessDecider,
  type AccessDecision,
  type AccessFilter,
  type AccessService,
  DataWaveError,
  type ExecutionScope,
  sql,
} from '@datawave/plugin-sdk';

const ADMINISTRATOR: AccessDecision = Object.freeze({
  allowed: true,
  reason: 'The role "admin" may do everything.',
});
const KERNEL: AccessDecision = Object.freeze({ allowed: true, reason: 'The kernel acts for itself.' });
const ALL: AccessFilter = Object.freeze({ passes: 'all', predicate: sql`true` });
const NONE: AccessFilter = Object.freeze({ passes: 'none', predicate: sql`false` });

/** The decision until roles can be defined: `admin` may do everything, everybody else nothing. */
const administratorDecides: AccessDecider = {
  decide({ principal }, question) {
    if (principal.roles.includes('admin')) return ADMINISTRATOR;
    if (principal.kind === 'system') return KERNEL;
    return {
      allowed: false,
      reason: `${principal.displayName} holds no role that grants "${question.permission}"${question.resource === undefined ? '' : ` on ${question.resource}`}.`,
    };
  },
  filter: ({ principal }) => (principal.roles.includes('admin') || principal.kind === 'system' ? ALL : NONE),
};

/** Whether the proof itself is confined to other permissions, whatever the principal may do. */
const isConfined = ({ session }: ExecutionScope, permission: string): boolean =>
  session?.permissions !== undefined && !session.permissions.includes(permission);

/** The one decision function, with its decider exchangeable while running. */
export function createAccess(initial: AccessDecider = administratorDecides): AccessService {
  let decider = initial;
  const decide: AccessService['decide'] = async (scope, question) =>
    isConfined(scope, question.permission)
      ? {
          allowed: false,
          reason: `The token of ${scope.principal.displayName} is not made for "${question.permission}".`,
        }
      : decider.decide(scope, question);
  return {
    decide,
    async require(scope, question) {
      const decision = await decide(scope, question);
      if (decision.allowed) return;
      throw new DataWaveError({
        code: 'DW_ACCESS_DENIED',
        message: decision.told ?? decision.reason,
        hint: 'Ask an administrator for the permission.',
        status: 403,
      });
    },
    filter: async (scope, permission, columns) =>
      isConfined(scope, permission) ? NONE : decider.filter(scope, permission, columns),
    use(next) {
      if (decider !== initial)
        throw new DataWaveError({
          code: 'DW_ACCESS_DECIDER_TAKEN',
          message: 'Another plugin decides already who may do what.',
          hint: 'Enable only one of the two.',
        });
      decider = next;
      return () => {
        if (decider === next) decider = initial;
      };
    },
  };
}
