import { serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';

/** What may be decided upon. @public */
export interface AccessQuestion {
  /** Permission id. */
  readonly permission: string;
  /** URN or `KIND:ID` of the thing; the permission as such without it. */
  readonly resource?: string;
}

/** What the decision function answered. @public */
export interface AccessDecision {
  readonly allowed: boolean;
  /** Why, as a sentence. */
  readonly reason: string;
}

/** The one decision function. Answers the same for REST, search, events and export. @public */
export interface AccessService {
  decide(scope: ExecutionScope, question: AccessQuestion): Promise<AccessDecision>;
  /** @throws DataWaveError DW_ACCESS_DENIED with status 403. */
  require(scope: ExecutionScope, question: AccessQuestion): Promise<void>;
}

/** The ref of the one decision function. @public */
export const accessService = serviceRef<AccessService>('core.access');
