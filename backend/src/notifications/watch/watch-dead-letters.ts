import { Injectable } from '@nestjs/common';
import * as z from 'zod/mini';
import { Database } from '../../platform/database/database.ts';
import { DeadLetters } from '../../platform/events/dead-letters.ts';
import { defineJob } from '../../platform/jobs/define-job.ts';
import { JobList } from '../../platform/jobs/job-list.ts';
import { JobQueue } from '../../platform/jobs/job-queue.ts';
import type { Draft } from '../raising/draft.ts';
import { NotificationWriter } from '../raising/notification-writer.ts';
import { operatorDraft, type Trouble } from './operator-draft.ts';
import { WatchRepository } from './watch.repository.ts';

/** Looks for jobs and events that were given up: every five minutes, once over all processes. */
export const watchDeadLetters = defineJob({
  name: 'notifications.watch',
  schema: z.object({}),
  timeoutMs: 60_000,
  singleton: 'waiting',
  cron: '*/5 * * * *',
});

/** Unread ones of each sort are one notification. */
const FOLD_KEYS = {
  jobs: '00000000-0000-7000-8000-0000000000a1',
  events: '00000000-0000-7000-8000-0000000000a2',
} as const;

interface GivenUp {
  readonly name: string;
  readonly count: number;
  readonly lastAt: string;
}

/**
 * Tells operators of work that was given up. It asks the database and not the runner, so that it
 * also hears of jobs whose process died.
 */
@Injectable()
export class DeadLetterWatch {
  constructor(
    private readonly database: Database,
    private readonly marks: WatchRepository,
    private readonly jobList: JobList,
    private readonly deadLetters: DeadLetters,
    private readonly writer: NotificationWriter,
    jobs: JobQueue,
  ) {
    jobs.handle(watchDeadLetters, () => this.run());
  }

  /** Announces what was given up since the last time. */
  async run(): Promise<void> {
    await this.#announce('jobs', '/operate/jobs?tab=jobs', async (at) =>
      (await this.jobList.diedSince(at)).map(({ queue, ...rest }) => ({ name: queue, ...rest })),
    );
    await this.#announce('events', '/operate/jobs?tab=events', async (at) =>
      (await this.deadLetters.givenUpSince(at)).map(({ consumer, ...rest }) => ({
        name: consumer,
        ...rest,
      })),
    );
  }

  async #announce(
    what: keyof typeof FOLD_KEYS,
    path: string,
    find: (at: string) => Promise<GivenUp[]>,
  ): Promise<void> {
    const from = await this.marks.mark(what);
    const found = await find(from);
    const last = found
      .map(({ lastAt }) => lastAt)
      .toSorted()
      .at(-1);
    if (last === undefined) return;
    const draft = operatorDraft(troubleOf(what, path, found));
    await this.database.transaction(async (trx) => {
      if (await this.marks.move(trx, what, from, last)) await this.writer.raise(trx, draft);
    });
  }
}

function troubleOf(
  what: keyof typeof FOLD_KEYS,
  path: Draft['path'],
  found: readonly GivenUp[],
): Trouble {
  const total = found.reduce((sum, { count }) => sum + count, 0);
  const noun = what === 'jobs' ? 'job' : 'event';
  const title = total === 1 ? `A ${noun} was given up` : `${total} ${noun}s were given up`;
  const detail = found.map(({ name, count }) => `${name}: ${count}`).join(', ');
  return { kind: 'job.dead', title, detail, path, foldKey: FOLD_KEYS[what] };
}
