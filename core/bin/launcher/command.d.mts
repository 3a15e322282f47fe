/** See command.mjs. */
export function startCommand(checkout: string | null, args: readonly string[]): Promise<void>;

/** See command.mjs. */
export function isWorker(args: readonly string[]): boolean;
