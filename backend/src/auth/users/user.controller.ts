import {
  id,
  user,
  userBody,
  userChange,
  userPage,
  userQuery,
  type Page,
  type User,
  type UserBody,
  type UserChange,
  type UserQuery,
} from '@lexiflow/contracts';
import { Controller, Get, Patch, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { requestFacts } from '../../audit/request-facts.ts';
import { CurrentViewer, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { answerVersion, expectedVersion } from '../../platform/http/version.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { UserService } from './user.service.ts';

const userParams = z.strictObject({ id });

@Controller('users')
export class UserController {
  constructor(private readonly users: UserService) {}

  @Get()
  @Endpoint({
    access: 'user:read',
    summary: 'The users by name; q looks in name and address',
    query: userQuery,
    answer: userPage,
    tag: 'users',
  })
  async list(@Input('query') query: UserQuery): Promise<Page<User>> {
    return await this.users.list(query);
  }

  @Post()
  @Endpoint({
    access: 'user:manage',
    summary: 'Add a user',
    body: userBody,
    answer: user,
    status: 201,
    tag: 'users',
  })
  async create(
    @CurrentViewer() viewer: Viewer,
    @Input('body') body: UserBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<User> {
    const made = await this.users.create(viewer, body, requestFacts(request));
    answerVersion(reply, made.version);
    return made;
  }

  @Get(':id')
  @Endpoint({
    ids: 'firm',
    access: 'user:read',
    summary: 'One user, with its version as ETag',
    params: userParams,
    answer: user,
    tag: 'users',
  })
  async get(
    @Input('params') params: z.infer<typeof userParams>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<User> {
    const found = await this.users.get(params.id);
    answerVersion(reply, found.version);
    return found;
  }

  @Patch(':id')
  @Endpoint({
    ids: 'firm',
    access: 'user:manage',
    summary: 'Change name, role, password or whether the account is enabled (needs If-Match)',
    params: userParams,
    body: userChange,
    answer: user,
    tag: 'users',
  })
  async change(
    @CurrentViewer() viewer: Viewer,
    @Input('params') params: z.infer<typeof userParams>,
    @Input('body') body: UserChange,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<User> {
    const version = expectedVersion(request);
    const changed = await this.users.change(
      viewer,
      params.id,
      body,
      version,
      requestFacts(request),
    );
    answerVersion(reply, changed.version);
    return changed;
  }
}
