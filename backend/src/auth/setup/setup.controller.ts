import {
  setupBody,
  setupState,
  signedIn,
  type SetupBody,
  type SignedIn,
} from '@lexiflow/contracts';
import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestFacts } from '../../audit/request-facts.ts';
import { Endpoint, Input } from '../../platform/http/endpoint.ts';
import { CREDENTIALS_BODY_LIMIT_BYTES } from '../auth.limits.ts';
import { deviceOf } from '../sign-in/device-of.ts';
import { answerSession } from '../sign-in/session-cookie.ts';
import { SetupService } from './setup.service.ts';

@Controller('auth/setup')
export class SetupController {
  constructor(private readonly setup: SetupService) {}

  @Get()
  @Endpoint({
    access: 'public',
    summary: 'Whether the first administrator still has to be made',
    answer: setupState,
    priority: 'auth',
    tag: 'auth',
  })
  async state(): Promise<{ needed: boolean }> {
    return { needed: await this.setup.isNeeded() };
  }

  @Post()
  @Endpoint({
    access: 'public',
    summary: 'Make the first administrator with the token of the first-run link',
    body: setupBody,
    bodyLimitBytes: CREDENTIALS_BODY_LIMIT_BYTES,
    answer: signedIn,
    status: 201,
    priority: 'auth',
    tag: 'auth',
  })
  async complete(
    @Input('body') body: SetupBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const opened = await this.setup.complete(body, deviceOf(request), requestFacts(request));
    answerSession(request, reply, opened.token);
    return opened;
  }
}
