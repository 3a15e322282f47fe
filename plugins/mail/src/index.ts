import { coreServices, definePlugin, mailRecipientPoint, mailService } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { checkSecurity } from './mail-errors.ts';
import { MemberMail } from './member-mail.ts';
import { SmtpSender } from './smtp-sender.ts';

/** Provides {@link mailService}. Keeps nothing. */
export default definePlugin<Config>()({
  deps: { egress: coreServices.egress },
  provides: { mail: mailService },
  extensionPoints: [mailRecipientPoint],
  setup({ config, deps, extensions, plugin, log, signal }) {
    checkSecurity(config);
    const sender = new SmtpSender({ egress: deps.egress, config, purpose: plugin.id, log, signal });
    const members = new MemberMail(extensions.collection(mailRecipientPoint));
    return {
      mail: {
        send: (scope, mail) => sender.send(scope, mail),
        sendToMember: async (scope, mail, by) => sender.send(scope, await members.admit(scope, mail, by)),
      },
    };
  },
});
