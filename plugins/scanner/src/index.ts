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
  deps: {
    classification: classificationService,
    assessment: assessmentService,
    egress: coreServices.egress,
    telemetry: coreServices.telemetry,
    plugins: coreServices.plugins,
  },
  provides: { scanner: scannerService },
  extensionPoints: [connectorPoint, lentPathPoint],
  setup({ deps, extensions, log, onDispose, plugin }) {
    const connectors = extensions.collection(connectorPoint);
    const waited = deps.telemetry.histogram({
      name: 'statement_wait_seconds',
      help: 'Time that statements to sources waited, so that a source is not asked for more than it may be burdened with.',
    });
    const yielded = deps.telemetry.counter({
      name: 'source_yields_total',
      help: 'Times that a source was found slow, and less was asked of it.',
    });
    const sessions = createSessionPool({
      environment: { egress: deps.egress, log },
      observer: { waited: (seconds) => waited.record(seconds), yielded: () => yielded.add(1) },
    });
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
      createScanCommand({
        ...{ connectors, scanner, assessment: deps.assessment, plugins: deps.plugins },
        version: plugin.version,
      }),
    );
    return { scanner };
  },
});
