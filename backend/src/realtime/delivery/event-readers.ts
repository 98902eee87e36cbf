import { BoundedCache, type MemoryHost } from '@lexiflow/memory';
import type { AccessService } from '../../authorization/access.service.ts';
import type { StoredEvent } from '../../platform/events/stored-event.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import type { Membership } from '../rooms/room.ts';
import { permissionFor } from './event-rooms.ts';

/** Whether a docket entry is sealed or restricted; an entry that is gone counts as sealed. */
export type SealLookup = (entryId: string) => Promise<boolean>;

/** Bytes of a cached answer: key and entry. */
const ENTRY_BYTES = 256;

/** Who may know of which case, looked up for many readers at once and kept for a moment. */
export class EventReaders {
  readonly #access: AccessService;
  readonly #isSealed: SealLookup;
  readonly #visible: BoundedCache<string, boolean>;
  readonly #scopes = new WeakMap<Viewer, string>();

  constructor(access: AccessService, isSealed: SealLookup, host: MemoryHost) {
    this.#access = access;
    this.#isSealed = isSealed;
    this.#visible = new BoundedCache<string, boolean>({
      name: 'realtime-visible',
      maxEntries: realtimeLimits.visibleEntries.value,
      maxBytes: realtimeLimits.visibleBytes.value,
      ttlMs: realtimeLimits.visibleMs.value,
      sizeOf: () => ENTRY_BYTES,
      detach: 'none',
      host,
    });
  }

  /** The question who may read one event. */
  of(event: StoredEvent): ReadersOfEvent {
    return new ReadersOfEvent(event, this);
  }

  /** Null when it has to be looked up. */
  sees(caseId: string, viewer: Viewer): boolean | null {
    // The scope in the key changes with every change of the viewer's access.
    return this.#visible.get(this.#key(caseId, viewer)) ?? null;
  }

  /** Asks the database; the answers are kept for a moment. */
  async lookUp(caseId: string, viewers: readonly Viewer[]): Promise<boolean[]> {
    const answers = await this.#access.visibleTo(caseId, viewers);
    viewers.forEach((viewer, index) => {
      this.#visible.set(this.#key(caseId, viewer), answers[index] ?? false);
    });
    return answers;
  }

  isSealed(entryId: string): Promise<boolean> {
    return this.#isSealed(entryId);
  }

  close(): void {
    this.#visible.close();
  }

  #key(caseId: string, viewer: Viewer): string {
    let scope = this.#scopes.get(viewer);
    if (scope === undefined) this.#scopes.set(viewer, (scope = this.#access.scopeKey(viewer)));
    return `${caseId} ${scope}`;
  }
}

/** Who may read one event. */
export class ReadersOfEvent {
  readonly #event: StoredEvent;
  readonly #all: EventReaders;
  /** Answers of this question: the cache may drop them while it is being asked. */
  readonly #seen = new Map<Viewer, boolean>();
  #isSealed: boolean | null = null;

  constructor(event: StoredEvent, all: EventReaders) {
    this.#event = event;
    this.#all = all;
  }

  /** Null when it is not known yet: then `learn` has to be asked first. */
  mayRead({ connection: { viewer }, room }: Membership): boolean | null {
    const { type, aggregateType, caseId } = this.#event;
    const permission = permissionFor(type);
    if (permission !== null && !viewer.permissions.has(permission)) return false;
    if (aggregateType === 'docket-entry' && !viewer.permissions.has('docket:read-sealed')) {
      if (this.#isSealed === null) return null;
      if (this.#isSealed) return false;
    }
    // Whoever is in the room of a case was let in for that case.
    if (room.caseId !== null || caseId === null || room.kind === 'notifications') return true;
    const known = this.#seen.get(viewer);
    if (known !== undefined) return known;
    const kept = this.#all.sees(caseId, viewer);
    if (kept !== null) this.#seen.set(viewer, kept);
    return kept;
  }

  /** Looks up what `mayRead` needs for these. */
  async learn(members: readonly Membership[]): Promise<void> {
    const { aggregateType, aggregateId, caseId } = this.#event;
    if (aggregateType === 'docket-entry') this.#isSealed ??= await this.#all.isSealed(aggregateId);
    if (caseId === null) return;
    const shared = members.filter(({ room }) => room.caseId === null);
    const viewers = [...new Set(shared.map(({ connection }) => connection.viewer))];
    const unknown = viewers.filter((viewer) => !this.#seen.has(viewer));
    if (unknown.length === 0) return;
    const answers = await this.#all.lookUp(caseId, unknown);
    unknown.forEach((viewer, index) => this.#seen.set(viewer, answers[index] ?? false));
  }
}
