import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../platform/config/config.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { Metrics } from '../platform/metrics/metrics.ts';
import { BounceController } from './bounces/bounce.controller.ts';
import { BounceService } from './bounces/bounce.service.ts';
import { SuppressionRepository } from './bounces/suppression.repository.ts';
import { SuppressionService } from './bounces/suppression.service.ts';
import { EmailFigures } from './email-figures.ts';
import { EmailController } from './email.controller.ts';
import { EmailRepository } from './email.repository.ts';
import './email.schema.ts';
import { EmailService } from './email.service.ts';
import { AttachmentSources } from './message/attachment-sources.ts';
import { FileSource } from './message/file-source.ts';
import { handleCleanUp } from './sending/clean-up-emails.ts';
import { EmailQueue } from './sending/email-queue.ts';
import { EmailSecrets } from './sending/email-secrets.ts';
import { EmailSender } from './sending/email-sender.ts';
import { EmailSettings } from './sending/email-settings.ts';
import { MAILER, type Mailer } from './sending/mailer.ts';
import { MessageMaker } from './sending/message-maker.ts';
import { OutboxFolder } from './sending/outbox-folder.ts';
import { sendEmail } from './sending/send-email.job.ts';
import { SmtpMailer } from './sending/smtp-mailer.ts';

/** The configured mail server, or the outbox folder in its place. */
function mailerOf({ mail }: Config, settings: EmailSettings): Mailer {
  const { host } = mail;
  return host === null
    ? new OutboxFolder(settings.outboxFolder)
    : new SmtpMailer({ ...mail, host });
}

function sourcesOf(settings: EmailSettings): AttachmentSources {
  const sources = new AttachmentSources();
  sources.register(new FileSource(settings.filesFolder));
  return sources;
}

@Module({
  controllers: [EmailController, BounceController],
  providers: [
    {
      provide: EmailSettings,
      inject: [CONFIG],
      useFactory: (config: Config) => new EmailSettings(config),
    },
    { provide: MAILER, inject: [CONFIG, EmailSettings], useFactory: mailerOf },
    { provide: EmailFigures, useFactory: () => new EmailFigures() },
    { provide: AttachmentSources, inject: [EmailSettings], useFactory: sourcesOf },
    { provide: EmailSecrets, useFactory: () => new EmailSecrets() },
    EmailRepository,
    SuppressionRepository,
    EmailQueue,
    MessageMaker,
    EmailSender,
    EmailService,
    SuppressionService,
    BounceService,
  ],
  exports: [EmailService, BounceService, AttachmentSources, EmailSecrets],
})
export class EmailModule implements OnApplicationShutdown {
  constructor(
    jobs: JobQueue,
    sender: EmailSender,
    emails: EmailRepository,
    figures: EmailFigures,
    metrics: Metrics,
    @Inject(MAILER) private readonly mailer: Mailer,
  ) {
    jobs.handle(sendEmail, (job) => sender.run(job));
    handleCleanUp(jobs, emails);
    metrics.add(...figures.metrics());
  }

  onApplicationShutdown(): void {
    this.mailer.close();
  }
}
