import { randomBytes } from 'node:crypto';
import type { RealtimeMessage } from '@lexiflow/contracts';
import { systemClock, type MemoryHost } from '@lexiflow/memory';
import { sql } from 'kysely';
import type { AccessService } from '../authorization/access.service.ts';
import type { Config } from '../platform/config/config.ts';
import type { Database } from '../platform/database/database.ts';
import type { ErrorReporter } from '../platform/errors/error-reporter.ts';
import type { EventBus } from '../platform/events/event-bus.ts';
import type { StoredEvent } from '../platform/events/stored-event.ts';
import type { Authenticator } from '../platform/http/viewer.ts';
import { ClientRequests } from './connections/client-requests.ts';
import { ConnectionTable } from './connections/connection-table.ts';
import type { Connection } from './connections/connection.ts';
import { Heartbeat } from './connections/heartbeat.ts';
import { Outgoing } from './connections/outgoing.ts';
import { Renewals } from './connections/renewals.ts';
import { textFrame } from './connections/text-frame.ts';
import { Delivery } from './delivery/delivery.ts';
import { EventPages } from './delivery/event-pages.ts';
import { EventReaders } from './delivery/event-readers.ts';
import { userWithNewAccess } from './delivery/event-rooms.ts';
import { RecentEvents } from './delivery/recent-events.ts';
import { FanOut, type GossipLink, type GossipListener } from './fan-out/fan-out.ts';
import { RealtimeFigures } from './monitor/realtime-figures.ts';
import { Presence } from './presence/presence.ts';
import { RemotePresence } from './presence/remote-presence.ts';
import { Admissions } from './rooms/admissions.ts';
import { realtimeErrors } from './realtime.errors.ts';
import { realtimeLimits } from './realtime.limits.ts';
import type { RoomAccessService } from './rooms/room-access.service.ts';
import { RoomTable } from './rooms/room-table.ts';

/** What the hub is made of. */
export interface HubParts {
  readonly config: Config;
  readonly host: MemoryHost;
  readonly database: Database;
  readonly access: AccessService;
  readonly roomAccess: Pick<RoomAccessService, 'mayEnter'>;
  readonly bus: EventBus;
  readonly reporter: ErrorReporter;
  readonly authenticator: () => Pick<Authenticator, 'renew'>;
  /** Between processes; null without a Redis. */
  readonly link: GossipLink | null;
}

/** The connections and rooms of this process, wired: everything but the HTTP server in front. */
export class RealtimeHub {
  /** Name of this process among others, new at each start. */
  readonly instance = randomBytes(6).toString('base64url');
  readonly figures = new RealtimeFigures();
  readonly rooms = new RoomTable();
  readonly table: ConnectionTable;
  readonly outgoing: Outgoing;
  readonly recent: RecentEvents;
  readonly delivery: Delivery;
  readonly requests: ClientRequests;
  readonly renewals: Renewals;
  readonly fanOut: FanOut;
  readonly heartbeat: Heartbeat;
  readonly #bus: EventBus;
  readonly #readers: EventReaders;
  readonly #presence: Presence;

  constructor({ config, host, database, access, roomAccess, bus, ...parts }: HubParts) {
    const { figures, rooms } = this;
    const { reporter, authenticator } = parts;
    this.#bus = bus;
    this.table = new ConnectionTable(config.websocket, host);
    this.outgoing = new Outgoing(host, figures, systemClock);
    this.recent = new RecentEvents(host);
    this.#readers = new EventReaders(access, (id) => isSealed(database, id), host);
    const { outgoing, recent, table } = this;
    const readers = this.#readers;
    this.delivery = new Delivery({ recent, readers, rooms, outgoing, figures, reporter });
    const { delivery } = this;
    const pages = new EventPages(recent, bus);
    const admissionParts = { rooms, delivery, pages, readers, outgoing, figures, reporter };
    const admissions = new Admissions({ access: roomAccess, ...admissionParts });
    this.renewals = new Renewals(authenticator, admissions, reporter);
    this.requests = new ClientRequests({
      ...{ table, rooms, admissions, delivery, outgoing, figures },
      renewals: this.renewals,
      eventsPerMinute: config.websocket.eventsPerMinute,
    });
    this.heartbeat = new Heartbeat(table, outgoing, systemClock, (connection) =>
      this.renewals.add(connection),
    );
    outgoing.onRecovered = (connection) => this.#resync(connection);
    this.fanOut = new FanOut(this.instance, parts.link, systemClock, this.#gossipListener());
    this.#presence = new Presence({
      ...{ rooms, outgoing },
      remote: new RemotePresence(host),
      clock: systemClock,
      send: (message) => this.fanOut.send(message),
    });
    rooms.onChange = (room) => this.#presence.changedHere(room);
  }

  /** Begins to talk with the other processes. */
  start(): void {
    this.fanOut.start();
  }

  /** Takes in a connection for which the table has a place. */
  add(connection: Connection): void {
    // Before the first connection nobody needs to be told anything.
    this.delivery.startAt(this.#bus.position);
    this.table.add(connection);
    this.figures.opened += 1;
  }

  /** Lets go of a connection that has ended. Twice is fine. */
  remove(connection: Connection, why: string): void {
    if (!this.table.remove(connection)) return;
    this.rooms.leaveAll(connection);
    this.renewals.forget(connection);
    this.outgoing.forget(connection);
    this.figures.close(why);
  }

  /** Takes the next event of the bus. */
  hear(event: StoredEvent): void {
    const userId = userWithNewAccess(event);
    if (userId !== null) this.accessChanged(userId);
    this.delivery.take(event);
  }

  /** A user's access or credentials changed; null when it may be anyone's. */
  accessChanged(userId: string | null): void {
    const concerned = userId === null ? this.table.all() : this.table.ofUser(userId);
    for (const connection of [...concerned]) this.renewals.add(connection);
  }

  /**
   * Sends a message of the moment to whoever is in a room, on every process that can be reached.
   * Throws REALTIME_PUSH_TOO_LARGE.
   */
  publish(room: string, kind: string, body: unknown): void {
    const { length } = JSON.stringify(body) ?? '';
    if (length > realtimeLimits.pushBytes.value)
      throw realtimeErrors.pushTooLarge(`${kind}: ${length} characters`);
    this.tellHere(room, kind, body);
    this.fanOut.send({ type: 'message', room, kind, body });
  }

  /** Sends a message of the moment to whoever is in a room of this process. */
  tellHere(key: string, kind: string, body: unknown): void {
    const room = this.rooms.get(key);
    if (!room) return;
    const message: RealtimeMessage = { type: 'message', room: room.name, kind, body };
    const frame = textFrame(JSON.stringify(message));
    for (const member of room.members) {
      if (member.state === 'live') this.outgoing.push(member.connection, frame);
      else member.hasMissed = true;
    }
  }

  /** Pushes to users may have been missed: they load their notifications anew. */
  resyncNotifications(): void {
    for (const { kind, members } of this.rooms.all()) {
      if (kind !== 'notifications') continue;
      for (const member of members)
        if (member.state === 'live') this.delivery.resync(member, 'gap');
    }
  }

  /** Cuts what is left and ends timers and accounts. */
  close(): void {
    this.heartbeat.close();
    this.fanOut.stop();
    this.renewals.stop();
    for (const connection of [...this.table.all()]) {
      connection.cut('stopping');
      this.remove(connection, 'stopping');
    }
    this.#presence.close();
    this.outgoing.close();
    this.recent.close();
    this.#readers.close();
    this.table.close();
  }

  #gossipListener(): GossipListener {
    return {
      heard: (message) => {
        if (message.type === 'presence') this.#presence.heard(message);
        else if (message.type === 'message')
          this.tellHere(message.room, message.kind, message.body);
      },
      forget: (instance) => this.#presence.forget(instance),
      tellAll: () => this.#presence.tellAll(),
      isWatching: () => this.rooms.get('memory') !== undefined,
    };
  }

  #resync(connection: Connection): void {
    for (const member of connection.memberships) {
      if (member.state === 'live') this.delivery.resync(member, 'slow');
      this.#presence.repeat(member.room);
    }
  }
}

async function isSealed(database: Database, entryId: string): Promise<boolean> {
  const { rows } = await sql<{ hidden: boolean }>`select (sealed or restricted) as hidden
    from docket_entries where id = ${entryId}`.execute(database.db);
  return rows[0]?.hidden ?? true;
}
