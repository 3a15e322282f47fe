import type { Authentication, ExecutionScope } from '@datawave/plugin-sdk';
import type { Exchange } from './exchange.ts';

/** In whose name a request is answered. */
export function requestScope(exchange: Exchange, caller: Authentication): ExecutionScope {
  const scope = {
    workspace: caller.workspace,
    principal: caller.principal,
    ...(caller.session === undefined ? {} : { session: caller.session }),
    address: exchange.address,
    requestId: exchange.requestId,
    signal: exchange.controller.signal,
  };
  return exchange.traceparent === undefined ? scope : { ...scope, traceparent: exchange.traceparent };
}
