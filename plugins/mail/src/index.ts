import { coreServices, definePlugin, mailService } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { checkSecurity } from './mail-errors.ts';
import { SmtpSender } from './smtp-sender.ts';

/** Provides {@link mailService}. Keeps nothing. */
export default definePlugin<Config>()({
  deps: { egress: coreServices.egress },
  provides: { mail: mailService },
  setup({ config, deps, plugin, log, signal }) {
    checkSecurity(config);
    return { mail: new SmtpSender({ egress: deps.egress, config, purpose: plugin.id, log, signal }) };
  },
});
