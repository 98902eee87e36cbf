import {
  changePasswordBody,
  me,
  signedIn,
  signInBody,
  type ChangePasswordBody,
  type Me,
  type SignedIn,
  type SignInBody,
} from '@lexiflow/contracts';
import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { requestFacts } from '../../audit/request-facts.ts';
import { CurrentViewer, Endpoint, Input } from '../../platform/http/endpoint.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { CREDENTIALS_BODY_LIMIT_BYTES } from '../auth.limits.ts';
import { PasswordService } from '../passwords/password.service.ts';
import { SessionService } from '../sessions/session.service.ts';
import { deviceOf } from './device-of.ts';
import { meOf } from './me.ts';
import { answerSession, endSession } from './session-cookie.ts';
import { SignInService } from './sign-in.service.ts';

@Controller('auth')
export class SignInController {
  constructor(
    private readonly signIns: SignInService,
    private readonly sessions: SessionService,
    private readonly passwords: PasswordService,
  ) {}

  @Post('sign-in')
  @Endpoint({
    access: 'public',
    summary: 'Open a session: answers its token and sets it as an HttpOnly cookie',
    body: signInBody,
    bodyLimitBytes: CREDENTIALS_BODY_LIMIT_BYTES,
    answer: signedIn,
    priority: 'auth',
    tag: 'auth',
  })
  async signIn(
    @Input('body') body: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignedIn> {
    const device = body.device ?? deviceOf(request);
    const opened = await this.signIns.signIn({ ...body, device }, requestFacts(request));
    answerSession(request, reply, opened.token);
    return opened;
  }

  @Post('sign-out')
  @Endpoint({
    access: 'signed-in',
    summary: 'End the session of this request',
    status: 204,
    priority: 'auth',
    tag: 'auth',
  })
  async signOut(
    @CurrentViewer() viewer: Viewer,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.sessions.signOut(viewer, requestFacts(request));
    endSession(request, reply);
  }

  @Get('me')
  @Endpoint({
    access: 'signed-in',
    summary: 'Who you are and what you may do',
    answer: me,
    tag: 'auth',
  })
  me(@CurrentViewer() viewer: Viewer): Me {
    return meOf(viewer);
  }

  @Post('password')
  @Endpoint({
    access: 'signed-in',
    summary: 'Change your password; ends your other sessions',
    body: changePasswordBody,
    bodyLimitBytes: CREDENTIALS_BODY_LIMIT_BYTES,
    status: 204,
    priority: 'auth',
    tag: 'auth',
  })
  async changePassword(
    @CurrentViewer() viewer: Viewer,
    @Input('body') body: ChangePasswordBody,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.passwords.change(viewer, body, requestFacts(request));
  }
}
