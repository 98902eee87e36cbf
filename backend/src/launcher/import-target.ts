import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal.ts';

/** The server an import goes to, and the token that it shows. */
export interface ImportTarget {
  readonly url: URL;
  readonly token: string;
}

/** What of the configuration says where the server of this machine is. */
export interface ServerPlace {
  readonly port: number;
  readonly dataDir: string;
  readonly adminToken: string | null;
  readonly commandToken: string | null;
}

/** Exit status when the server is not there. */
export const EXIT_NO_SERVER = 2;

/**
 * Finds the server (`--url`, else the port of this machine's configuration) and the token: `--token`,
 * `LEXIFLOW_TOKEN`, `ADMIN_TOKEN`, or for a server of this machine the one in its data folder, which
 * exists while it runs. Throws `Refusal`.
 */
export function importTarget(
  given: { readonly url?: string | undefined; readonly token?: string | undefined },
  server: ServerPlace,
): ImportTarget {
  const address = given.url ?? `http://localhost:${server.port}`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new Refusal(`--url ${address} is no http or https address`, 64);
  const url = new URL(address);
  const named = given.token ?? server.commandToken ?? server.adminToken;
  const token = named ?? localToken(url, server.dataDir);
  if (token === null && given.url === undefined) throw noServer(url);
  if (token === null)
    throw new Refusal('no token: give --token, LEXIFLOW_TOKEN or ADMIN_TOKEN', 64);
  return { url, token };
}

/** The one line for a server that does not answer. */
export function noServer(url: URL): Refusal {
  return new Refusal(`no server answers at ${url.origin}: start it with npm start`, EXIT_NO_SERVER);
}

function localToken(url: URL, dataDir: string): string | null {
  if (!['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) return null;
  try {
    return readFileSync(join(dataDir, 'local-token'), 'utf8').trim() || null;
  } catch {
    return null;
  }
}
