import {
  emailDetail,
  emailPage,
  emailQueued,
  emailsQuery,
  emailStatus,
  type EmailDetail,
  type EmailQueued,
  type EmailsQuery,
  type EmailStatus,
  type EmailSummary,
  type Page,
} from '@lexiflow/contracts';
import { Controller, Get, Post } from '@nestjs/common';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { EmailService } from './email.service.ts';

const read = { access: 'monitoring:read', priority: 'admin', tag: 'email' } as const;

@Controller('email')
export class EmailController {
  constructor(private readonly email: EmailService) {}

  @Get('status')
  @Endpoint({
    ...read,
    summary: 'How email leaves this server, how many wait, how many addresses get none',
    answer: emailStatus,
  })
  status(): Promise<EmailStatus> {
    return this.email.status();
  }

  @Get('messages')
  @Endpoint({
    ...read,
    summary: 'Emails of the last 90 days, newest first',
    query: emailsQuery,
    answer: emailPage,
  })
  list(
    @CurrentViewer() viewer: Viewer,
    @Input('query') query: EmailsQuery,
  ): Promise<Page<EmailSummary>> {
    return this.email.list(viewer, query);
  }

  @Get('messages/:id')
  @Endpoint({
    ids: 'firm',
    ...read,
    summary: 'An email with its text, one-time links left out',
    params: idParams,
    answer: emailDetail,
  })
  get(@CurrentViewer() viewer: Viewer, @Input('params') { id }: IdParams): Promise<EmailDetail> {
    return this.email.get(viewer, id);
  }

  @Post('test')
  @Endpoint({
    access: 'email:manage',
    priority: 'admin',
    tag: 'email',
    summary: 'Queue a test message to your own address',
    answer: emailQueued,
    status: 202,
  })
  sendTest(@CurrentViewer() viewer: Viewer): Promise<EmailQueued> {
    return this.email.sendTest(viewer);
  }
}
