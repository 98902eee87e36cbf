import { bulkAnswerLine, bulkRows } from '@lexiflow/contracts';
import type { BulkKindName, BulkMode, Permission } from '@lexiflow/contracts';
import { Controller, Inject, Post, Req, Res, StreamableFile } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Endpoint } from '../platform/http/endpoint.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { answerLeftSignal } from '../platform/http/pass/left-signal.ts';
import { viewerNow } from '../platform/http/pass/viewer-now.ts';
import { AUTHENTICATOR, type Authenticator } from '../platform/http/viewer.ts';
import { BulkKinds } from './bulk-kinds.ts';
import { bulkPermissions } from './bulk-permissions.ts';
import { BulkService } from './bulk.service.ts';

const produces = 'application/x-ndjson';

const summaries: Readonly<Record<BulkMode, string>> = {
  insert: 'make a record of each; a row under a key that was used makes no second one',
  update: 'change the record that each names by id or key, at its version',
  upsert: 'make or change the record that each names by key or natural key',
  delete: 'archive (a task: cancel) the record that each names by id or key, at its version',
};

/** The routes of one kind of records: a mode of a call is a route, for each has its permission. */
export function bulkController(kind: BulkKindName): Type[] {
  return (Object.entries(bulkPermissions[kind]) as [BulkMode, Permission][]).map(
    ([mode, access]) => {
      @Controller(`bulk/${kind}/${mode}`)
      class BulkController {
        constructor(
          private readonly bulk: BulkService,
          private readonly kinds: BulkKinds,
          @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
        ) {}

        @Post()
        @Endpoint({
          access,
          summary: `Many rows of ${kind}, one a line: ${summaries[mode]}`,
          record: bulkRows[kind][mode],
          answer: bulkAnswerLine,
          streams: [produces],
          produces,
          priority: 'bulk',
          tag: 'bulk',
        })
        async run(
          @Req() request: FastifyRequest,
          @CurrentActor() actor: Actor,
          @Res({ passthrough: true }) reply: FastifyReply,
        ): Promise<StreamableFile> {
          const bytes = request.body;
          if (!isStream(bytes)) throw httpErrors.unsupportedMedia(`Send the rows as ${produces}`);
          const answer = await this.bulk.answer({
            kind: this.kinds.of(kind),
            mode,
            actor,
            bytes,
            totalBytes: Number(request.headers['content-length']) || null,
            signal: answerLeftSignal(reply),
            viewerNow: viewerNow(request, this.authenticator),
          });
          return new StreamableFile(answer, { type: `${produces}; charset=utf-8` });
        }
      }
      return BulkController;
    },
  );
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
