import { type ExecutionScope, serviceRef } from '@datawave/plugin-sdk';

/** Does something with what it keeps, by name, and tells what came of it. */
export interface Keeper {
  run(scope: ExecutionScope, action: string, argument?: unknown): Promise<unknown>;
}

export const keeperService = serviceRef<Keeper>('keeper.keeper');
