import type { Permission, RealtimeRoomKind } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { AccessService } from '../../authorization/access.service.ts';
import { AppError } from '../../platform/errors/define-error.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import { Turns } from '../turns.ts';
import type { RoomAddress } from './room.ts';

/** What a role must hold for a room; for a case and the user's own there is more or nothing to it. */
const needed: Readonly<Record<RealtimeRoomKind, Permission | null>> = {
  case: 'case:read',
  docket: 'docket:read',
  documents: 'case:read',
  notifications: null,
  memory: 'monitoring:read',
};

/** Who may be in which room. */
@Injectable()
export class RoomAccessService {
  readonly #turns = new Turns(realtimeLimits.checksAtOnce.value);

  constructor(private readonly access: AccessService) {}

  /** Whether the viewer may be told of the room now. A case that is hidden is noted in the audit log. */
  async mayEnter(viewer: Viewer, { kind, caseId }: RoomAddress): Promise<boolean> {
    const permission = needed[kind];
    if (permission !== null && !viewer.permissions.has(permission)) return false;
    if (caseId === null) return true;
    try {
      await this.#turns.take(() => this.access.requireCase(viewer, caseId, 'case:read'));
      return true;
    } catch (error) {
      if (error instanceof AppError && error.spec.status < 500) return false;
      throw error;
    }
  }
}
