import {
  passwordResetBody,
  passwordResetCompletion,
  type PasswordResetBody,
  type PasswordResetCompletion,
} from '@lexiflow/contracts';
import { Controller, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requestFacts } from '../../audit/request-facts.ts';
import { Endpoint, Input } from '../../platform/http/endpoint.ts';
import { CREDENTIALS_BODY_LIMIT_BYTES } from '../auth.limits.ts';
import { PasswordResetService } from './password-reset.service.ts';

const open = {
  access: 'public',
  bodyLimitBytes: CREDENTIALS_BODY_LIMIT_BYTES,
  priority: 'auth',
  tag: 'auth',
} as const;

@Controller('auth/password-reset')
export class PasswordResetController {
  constructor(private readonly resets: PasswordResetService) {}

  @Post()
  @Endpoint({
    ...open,
    summary: 'Ask for a link to set a new passphrase; the answer does not tell whether it is sent',
    body: passwordResetBody,
    status: 202,
  })
  async request(
    @Input('body') body: PasswordResetBody,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.resets.request(body, requestFacts(request));
  }

  @Post('complete')
  @Endpoint({
    ...open,
    summary: 'Set a new passphrase with the token of the link; ends all sessions of the user',
    body: passwordResetCompletion,
    status: 204,
  })
  async complete(
    @Input('body') body: PasswordResetCompletion,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.resets.complete(body, requestFacts(request));
  }
}
