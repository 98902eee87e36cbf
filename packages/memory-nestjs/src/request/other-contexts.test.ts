import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { Controller } from '@nestjs/common';
import { ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { platforms, startApp } from '../testing/start-app.ts';

@Controller()
class SumController {
  @MessagePattern('sum')
  sum(numbers: number[]): number {
    return numbers.reduce((sum, each) => sum + each, 0);
  }
}

@WebSocketGateway({ path: '/socket' })
class EchoGateway {
  @SubscribeMessage('echo')
  echo(_client: unknown, data: string): object {
    return { event: 'echo', data };
  }
}

// The guard of admission stands before HTTP alone: a message has no response to wait for or refuse with.
describe.each(platforms)('beside HTTP on %s', (platform) => {
  it('messages of a microservice pass untouched, even while work is refused', async () => {
    await using app = await startApp(platform, { controllers: [SumController] });
    const service = app.nest.connectMicroservice(
      { transport: Transport.TCP, options: { host: '127.0.0.1', port: 0 } },
      { inheritAppConfig: true },
    );
    await app.nest.startAllMicroservices();
    const { port } = service.unwrap<Server>().address() as AddressInfo;
    const client = ClientProxyFactory.create({
      transport: Transport.TCP,
      options: { host: '127.0.0.1', port },
    });
    app.governor.drain();
    expect(await firstValueFrom(client.send('sum', [1, 2, 3]))).toBe(6);
    expect(app.pool('request')).toMatchObject({ openedTotal: 0 });
    await client.close();
  });

  it('messages of a WebSocket pass untouched, even while work is refused', async () => {
    await using app = await startApp(platform, { providers: [EchoGateway] }, {}, (nest) => {
      nest.useWebSocketAdapter(new WsAdapter(nest));
    });
    app.governor.drain();
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/socket`);
    await once(socket, 'open');
    const answered = once(socket, 'message') as Promise<[{ readonly data: string }]>;
    socket.send(JSON.stringify({ event: 'echo', data: 'hello' }));
    const [{ data }] = await answered;
    expect(JSON.parse(data)).toEqual({ event: 'echo', data: 'hello' });
    expect(app.pool('request')).toMatchObject({ openedTotal: 0 });
    const closed = once(socket, 'close');
    socket.close();
    await closed;
  });
});
