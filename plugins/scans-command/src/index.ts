import { commandPoint, coreServices, definePlugin } from '@datawave/plugin-sdk';
import { createScansCommand } from './scans-command.ts';

/** Brings `datawave scans`. Keeps nothing and needs no database: it asks a platform that runs elsewhere. */
export default definePlugin()({
  deps: { egress: coreServices.egress },
  setup({ deps, extensions }) {
    extensions.contribute(commandPoint, 'scans', createScansCommand(deps));
    return {};
  },
});
