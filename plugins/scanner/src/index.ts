import {
  assessmentService,
  classificationService,
  commandPoint,
  connectorPoint,
  coreServices,
  definePlugin,
  lentPathPoint,
  scannerService,
} from '@datawave/plugin-sdk';
import { createScanCommand } from './command/scan-command.ts';
import { createScanner } from './scanner.ts';
import { createSessionPool } from './session-pool.ts';

/** Owns the connector extension point and the pipeline; contributes the one-shot command. Keeps nothing but open sessions. */
export default definePlugin()({
  deps: { classification: classificationService, assessment: assessmentService, egress: coreServices.egress },
  provides: { scanner: scannerService },
  extensionPoints: [connectorPoint, lentPathPoint],
  setup({ deps, extensions, log, onDispose, plugin }) {
    const connectors = extensions.collection(connectorPoint);
    const sessions = createSessionPool({ environment: { egress: deps.egress, log } });
    onDispose(() => sessions.close());
    const scanner = createScanner({
      connectors,
      sessions,
      classification: deps.classification,
      assessment: deps.assessment,
    });
    extensions.contribute(
      commandPoint,
      'scan',
      createScanCommand({ connectors, scanner, assessment: deps.assessment, version: plugin.version }),
    );
    return { scanner };
  },
});
