import type { EgressService, Logger } from '@datawave/plugin-sdk';
import type { KernelConfig } from '../config/kernel-config.ts';
import { createEgress } from '../security/egress.ts';
import type { WorkspaceDestinations } from '../security/workspace-destinations.ts';

/** The way out by the configured policy and the rules of workspaces. @param destinations - null where no database is open (yet) */
export const openEgress = (
  { config, log }: { readonly config: Pick<KernelConfig, 'egress'>; readonly log: Logger },
  destinations: () => Pick<WorkspaceDestinations, 'of' | 'ofEvery'> | null,
): EgressService =>
  createEgress({
    policy: config.egress,
    log,
    workspaceRules: async (workspace) => (await destinations()?.of(workspace)) ?? [],
    everyWorkspacesRules: async () => (await destinations()?.ofEvery()) ?? [],
  });
