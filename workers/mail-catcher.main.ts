/** The mailbox of development and demo: takes every mail, delivers none, shows them on a page. */
import { showMails, startCatcher } from '../infra/mail/catcher';
import { runProcess } from './process';

runProcess('mail-catcher', async ({ config, log }) => {
  const catcher = await startCatcher({
    port: Number(new URL(config.smtpUrl).port),
    onMail: (count) => log.info({ count }, 'mail caught'),
  });
  const shown = await showMails(catcher, config.mailPagePort);
  return {
    details: { smtp: catcher.smtpUrl, page: shown.url },
    stop: async () => {
      await shown.close();
      await catcher.close();
    },
  };
});
