import type { Logger } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../config/kernel-config.ts';
import type { Http } from '../http/http.ts';
import type { ContributedProviders } from '../security/vault-providers.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Subsystems } from './subsystems.ts';

/** What the kernel tells its subsystems, and what they tell it. */
export interface SubsystemOptions {
  readonly config: KernelConfig;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Logger;
  /** False where this process only enqueues. */
  readonly runsJobs: boolean;
  readonly queues?: readonly string[];
  readonly isSafeMode: boolean;
  /** False where somebody else says who sends a request; else the administrator's sign-in does, which needs the database. */
  readonly hasSignIn: boolean;
  /** False in a worker: it answers for its health and its metrics alone. */
  readonly servesApi: boolean;
  /** Told the administrator's generated password, once. */
  readonly onAdministratorPassword?: (password: string) => void;
  /** Key providers that plugins bring. */
  keyProviders(): ContributedProviders;
  /** Told once, when there is something to count with. */
  onTelemetry(telemetry: Telemetry): void;
  /** Makes the HTTP server; a matter of the kernel, whose state it shows. */
  createHttp(parts: Subsystems): Promise<Http>;
}
