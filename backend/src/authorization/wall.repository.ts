import type { Page, SubListQuery, Wall } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { newId } from '../platform/database/id.ts';
import { keysetPage, type Keyset } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';

const newestFirst: Keyset = {
  name: 'case-walls',
  isDescending: true,
  columns: [
    { expression: sql`ethical_walls.created_at`, type: 'timestamptz' },
    { expression: sql`ethical_walls.id`, type: 'uuid' },
  ],
};

/** What a new wall is made of. */
export interface NewWall {
  readonly caseId: string;
  readonly userId: string;
  readonly reason: string;
  readonly createdBy: string | null;
}

/** SQL of the ethical walls. */
@Injectable()
export class WallRepository {
  constructor(private readonly database: Database) {}

  /** One page of a case's walls, standing and lifted, newest first. */
  async page(caseId: string, query: SubListQuery): Promise<Page<Wall>> {
    const { db } = this.database;
    const walls = db
      .selectFrom('ethical_walls')
      .innerJoin('users', 'users.id', 'ethical_walls.user_id')
      .where('ethical_walls.case_id', '=', caseId);
    const { rows, nextCursor } = await keysetPage(
      walls.select([
        'ethical_walls.id',
        'ethical_walls.user_id as userId',
        'users.name as userName',
        'ethical_walls.reason',
        'ethical_walls.created_at as createdAt',
        'ethical_walls.lifted_at as liftedAt',
      ]),
      newestFirst,
      query,
    );
    if (query.count !== true) return { items: rows, nextCursor };
    const counted = await walls
      .select(db.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows, nextCursor, total: counted.total };
  }

  /** Puts a wall up; null when one stands between the two already. */
  async put(trx: Transaction<Tables>, wall: NewWall): Promise<Omit<Wall, 'userName'> | null> {
    const row = await trx
      .insertInto('ethical_walls')
      .values({
        id: newId(),
        case_id: wall.caseId,
        user_id: wall.userId,
        reason: wall.reason,
        created_by: wall.createdBy,
        lifted_at: null,
      })
      .onConflict((conflict) =>
        conflict.columns(['user_id', 'case_id']).where('lifted_at', 'is', null).doNothing(),
      )
      .returning(['id', 'user_id as userId', 'reason', 'created_at as createdAt'])
      .executeTakeFirst();
    return row ? { ...row, liftedAt: null } : null;
  }

  /** Lifts a standing wall of a case; answers its user, or null when none stands. */
  async lift(trx: Transaction<Tables>, caseId: string, wallId: string): Promise<string | null> {
    const row = await trx
      .updateTable('ethical_walls')
      .set({ lifted_at: sql<string>`now()` })
      .where('id', '=', wallId)
      .where('case_id', '=', caseId)
      .where('lifted_at', 'is', null)
      .returning('user_id')
      .executeTakeFirst();
    return row?.user_id ?? null;
  }
}
