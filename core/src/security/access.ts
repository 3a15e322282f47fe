import {
  type AccessDecision,
  type AccessQuestion,
  type AccessService,
  DataWaveError,
  type ExecutionScope,
  type Principal,
} from '@datawave/plugin-sdk';

/** Decides for a principal. The identity plugin brings another one; the answer names its reason. */
export type AccessDecider = (
  principal: Principal,
  question: AccessQuestion,
  scope: ExecutionScope,
) => AccessDecision | Promise<AccessDecision>;

const ADMINISTRATOR: AccessDecision = Object.freeze({
  allowed: true,
  reason: 'The role "admin" may do everything.',
});
const KERNEL: AccessDecision = Object.freeze({ allowed: true, reason: 'The kernel acts for itself.' });

/** The decision until roles can be defined: `admin` may do everything, everybody else nothing. */
const administratorDecides: AccessDecider = (principal, question) => {
  if (principal.roles.includes('admin')) return ADMINISTRATOR;
  if (principal.kind === 'system') return KERNEL;
  return {
    allowed: false,
    reason: `${principal.displayName} holds no role that grants "${question.permission}"${question.resource === undefined ? '' : ` on ${question.resource}`}.`,
  };
};

/** The one decision function, with its decider exchangeable while running. */
export interface Access extends AccessService {
  /** Puts another decider in place; the returned function puts the former one back. */
  decideBy(decider: AccessDecider): () => void;
}

export function createAccess(initial: AccessDecider = administratorDecides): Access {
  let decider = initial;
  const decide = async (scope: ExecutionScope, question: AccessQuestion): Promise<AccessDecision> =>
    decider(scope.principal, question, scope);
  return {
    decide,
    async require(scope, question) {
      const decision = await decide(scope, question);
      if (decision.allowed) return;
      throw new DataWaveError({
        code: 'DW_ACCESS_DENIED',
        message: decision.reason,
        hint: 'Ask an administrator for the permission.',
        status: 403,
      });
    },
    decideBy(next) {
      const former = decider;
      decider = next;
      return () => {
        if (decider === next) decider = former;
      };
    },
  };
}
