import { commandPoint, coreServices, definePlugin } from '@datawave/plugin-sdk';
import { createPolicyCommand } from './policy-command.ts';

/** Brings `datawave policy`. Keeps nothing and needs no database: it asks a platform that runs elsewhere. */
export default definePlugin()({
  deps: { egress: coreServices.egress },
  setup({ deps, extensions }) {
    extensions.contribute(commandPoint, 'policy', createPolicyCommand(deps.egress));
    return {};
  },
});
