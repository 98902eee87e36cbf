import { createServer } from 'node:net';

/** Answers null when the port can be listened on, else one sentence that names port and variable. */
export function portTrouble(
  port: number,
  address: string,
  variable: string,
): Promise<string | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(sentence(error.code ?? error.message, port, address, variable));
    });
    server.listen({ port, host: address, exclusive: true }, () => {
      server.close(() => resolve(null));
    });
  });
}

function sentence(code: string, port: number, address: string, variable: string): string {
  if (code === 'EADDRINUSE') {
    return `port ${port} is taken by another process: stop it, or set ${variable} to a free port`;
  }
  if (code === 'EACCES') {
    return `port ${port} needs more rights than this user has: set ${variable} to a port above 1023`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `BIND_ADDRESS ${address} is not an address of this machine`;
  }
  return `port ${port} (${variable}) cannot be listened on: ${code}`;
}
