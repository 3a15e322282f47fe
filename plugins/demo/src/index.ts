import { join } from 'node:path';
import {
  catalogService,
  complianceService,
  definePlugin,
  lentPathPoint,
  pluginScope,
  type Source,
  scansService,
  sourcesService,
  startupReportPoint,
} from '@datawave/plugin-sdk';
import { ensureDatabase } from './database/write-database.ts';
import { ensureSource, KEY } from './demo-source.ts';
import { describeCompany } from './startup-report.ts';

const FILE = 'company.sqlite';

export default definePlugin()({
  deps: { sources: sourcesService, scans: scansService, catalog: catalogService },
  optionalDeps: { compliance: complianceService },
  setup({ dataDirectory, deps, extensions, optional }) {
    extensions.contribute(lentPathPoint, 'demo', { path: join(dataDirectory, FILE) });
    extensions.contribute(startupReportPoint, 'demo', {
      async lines(scope) {
        const source = (await deps.sources.list(scope, { key: KEY })).find(isDemo);
        return source === undefined
          ? []
          : describeCompany({ ...deps, compliance: optional.compliance }, scope, source);
      },
    });
    return {};
  },
  async start({ dataDirectory, deps, log, signal }) {
    const scope = pluginScope('demo', 'Demo company', { signal });
    try {
      const path = join(dataDirectory, FILE);
      if (await ensureDatabase(path)) log.info('The demo company was made.', { path });
      if ((await ensureSource(deps, scope, path)) === null)
        log.info('The demo company is not registered again: its source was removed.');
    } catch (error) {
      // The platform is of use without its demonstration.
      log.warn('The demo company could not be set up.', { error });
    }
  },
});

const isDemo = ({ key, connector }: Source): boolean => key === 'demo' && connector === 'sqlite';
