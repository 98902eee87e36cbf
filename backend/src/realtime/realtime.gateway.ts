import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { REALTIME_PATH, realtimeCloseCodes } from '@lexiflow/contracts';
import type { RealtimeMessage } from '@lexiflow/contracts';
import { Governor, pressureLevels } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Injectable } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { WebSocketServer } from 'ws';
import { AccessSignals } from '../authorization/access-signals.ts';
import { publishEnded } from '../platform/ended.channel.ts';
import { toAppError } from '../platform/errors/to-app-error.ts';
import { EventBus } from '../platform/events/event-bus.ts';
import { handOverConnection } from '../platform/http/connections/connection-state.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { Lifecycle } from '../platform/http/lifecycle.ts';
import { requestIds } from '../platform/http/request-id.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { Connection, GatewaySocket } from './connections/connection.ts';
import { refuseUpgrade } from './connections/refuse-upgrade.ts';
import { socketListeners, type SocketListeners } from './connections/socket-listeners.ts';
import { textFrame } from './connections/text-frame.ts';
import { UpgradeCredentials } from './connections/upgrade-credentials.ts';
import { RealtimeHub } from './realtime-hub.ts';
import { realtimeErrors } from './realtime.errors.ts';
import { realtimeLimits } from './realtime.limits.ts';

const warning = pressureLevels.indexOf('warning');

// Known to the library, not to its types: `closeTimeout`, `maxFragments`.
const socketOptions = {
  noServer: true,
  WebSocket: GatewaySocket,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: realtimeLimits.messageBytes.value,
  maxFragments: realtimeLimits.fragments.value,
  closeTimeout: realtimeLimits.stopMs.value,
};

/** The door of the WebSockets: takes upgrades of the HTTP server in, or says why not. */
@Injectable()
export class RealtimeGateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #sockets = new WebSocketServer(socketOptions);
  readonly #requestId = requestIds();
  readonly #listeners: SocketListeners;
  readonly #unsubscribe: (() => void)[] = [];
  #server: Server | null = null;
  #handshakes = 0;
  /** Changes of access so far: a credential looked up before one may be out of date. */
  #changes = 0;

  constructor(
    private readonly adapters: HttpAdapterHost,
    private readonly hub: RealtimeHub,
    private readonly credentials: UpgradeCredentials,
    private readonly lifecycle: Lifecycle,
    @Inject(GOVERNOR) private readonly governor: Governor,
    bus: EventBus,
    signals: AccessSignals,
  ) {
    this.#listeners = socketListeners(hub.requests, (connection, why) => {
      hub.remove(connection, why);
      this.#giveRoom(-1);
      publishEnded('websocket', connection);
    });
    lifecycle.onDraining(() => this.#sayGoodbye());
    this.#unsubscribe.push(
      bus.on('all', (event) => hub.hear(event)),
      signals.subscribe((userId) => {
        this.#changes += 1;
        hub.accessChanged(userId);
      }),
    );
  }

  onApplicationBootstrap(): void {
    const server = this.adapters.httpAdapter.getHttpServer() as Server;
    this.#server = server;
    // Any other upgrade, h2c for one, is answered as the plain request that it is as well.
    Object.assign(server, { shouldUpgradeCallback: isForUs });
    server.on('upgrade', this.#onUpgrade);
    this.hub.start();
  }

  /** Cuts every connection that is left. */
  beforeApplicationShutdown(): void {
    this.#server?.off('upgrade', this.#onUpgrade);
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.hub.close();
  }

  readonly #onUpgrade = (request: IncomingMessage, socket: Socket, head: Buffer): void => {
    const id = this.#requestId(request);
    socket.on('error', onSocketError);
    this.#handshakes += 1;
    this.#letIn(request, socket, head)
      .catch((thrown: unknown) => {
        const error = toAppError(thrown);
        this.hub.figures.refuse(error.code);
        refuseUpgrade(socket, error, id);
      })
      .finally(() => (this.#handshakes -= 1));
  };

  async #letIn(request: IncomingMessage, socket: Socket, head: Buffer): Promise<void> {
    if (this.lifecycle.isDraining) throw httpErrors.draining({ retryAfterSeconds: 5 });
    if (this.#handshakes > realtimeLimits.handshakes.value)
      throw realtimeErrors.unavailable({ retryAfterSeconds: realtimeLimits.retrySeconds.value });
    const changes = this.#changes;
    const viewer = await this.credentials.viewerOf(request);
    if (socket.destroyed) return;
    socket.off('error', onSocketError);
    this.#sockets.handleUpgrade(request, socket, head, (ws) => {
      this.#open(ws, socket, viewer, changes !== this.#changes);
    });
  }

  #open(ws: GatewaySocket, socket: Socket, viewer: Viewer, isOutdated: boolean): void {
    const { hub } = this;
    ws.on('error', onError);
    const refusal = this.#refusal(viewer);
    if (refusal !== null) {
      hub.figures.refuse(refusal.why);
      return ws.close(refusal.code, refusal.reason);
    }
    const allowance = hub.requests.eventsPerMinute;
    const connection = new Connection(ws, socket, viewer, hub.table.nextBeat(), allowance);
    ws.connection = connection;
    hub.add(connection);
    handOverConnection(socket);
    this.#giveRoom(1);
    const { message, ping, pong, close } = this.#listeners;
    ws.on('message', message).on('ping', ping).on('pong', pong).on('close', close);
    const welcome: RealtimeMessage = {
      type: 'welcome',
      position: hub.delivery.position,
      pingMs: realtimeLimits.clientPingMs.value,
    };
    hub.outgoing.reply(connection, textFrame(JSON.stringify(welcome)));
    if (isOutdated) hub.renewals.add(connection);
  }

  /** Why a connection is not taken in. It is told in words that a browser can read: a close code. */
  #refusal(viewer: Viewer): { why: string; code: number; reason: string } | null {
    const { level } = this.governor;
    const later = { code: realtimeCloseCodes.tryLater };
    const retry = `come back in ${realtimeLimits.retrySeconds.value} s`;
    // New sockets are the first that gives way: whoever is here keeps its place.
    if (pressureLevels.indexOf(level) >= warning)
      return { ...later, why: 'pressure', reason: `memory is short (${level}): ${retry}` };
    switch (this.hub.table.takePlace(viewer.userId ?? viewer.kind)) {
      case null:
        return null;
      case 'user':
        return {
          why: 'user-limit',
          code: realtimeCloseCodes.tooManyConnections,
          reason: 'you have as many connections as one user may have',
        };
      case 'process':
        return { ...later, why: 'process-limit', reason: `all places are taken: ${retry}` };
      case 'memory':
        return { ...later, why: 'memory', reason: `no memory for a connection: ${retry}` };
    }
  }

  /** An open socket is bounded here, and takes no place from the requests. */
  #giveRoom(change: 1 | -1): void {
    if (this.#server) this.#server.maxConnections += change;
  }

  /** Tells every client to come back, each at its own moment, and closes. */
  #sayGoodbye(): void {
    for (const connection of this.hub.table.all()) {
      const retryAfterMs = 500 + Math.floor(Math.random() * realtimeLimits.stopSpreadMs.value);
      const bye: RealtimeMessage = { type: 'bye', retryAfterMs };
      this.hub.outgoing.push(connection, textFrame(JSON.stringify(bye)));
      connection.close(realtimeCloseCodes.restart, 'the server stops', 'stopping');
    }
  }
}

function isForUs({ method, url = '', headers }: IncomingMessage): boolean {
  const path = url.split('?', 1)[0];
  const isWebSocket = headers.upgrade?.toLowerCase() === 'websocket';
  return isWebSocket && method === 'GET' && path === REALTIME_PATH;
}

function onSocketError(this: Socket): void {
  this.destroy();
}

// A frame that breaks the protocol: the library closes with the code for it.
function onError(): void {}
