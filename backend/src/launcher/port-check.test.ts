import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { portTrouble } from './port-check.ts';

it('names port and variable of a taken port, and accepts it once it is free', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await portTrouble(port, '127.0.0.1', 'METRICS_PORT')).toBe(
    `port ${port} is taken by another process: stop it, or set METRICS_PORT to a free port`,
  );
  await new Promise((resolve) => server.close(resolve));
  expect(await portTrouble(port, '127.0.0.1', 'METRICS_PORT')).toBeNull();
});

it('says that an address is not of this machine', async () => {
  expect(await portTrouble(0, '203.0.113.7', 'PORT')).toBe(
    'BIND_ADDRESS 203.0.113.7 is not an address of this machine',
  );
});
