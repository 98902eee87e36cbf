import { auditVerification } from '@lexiflow/contracts';
import type { AuditVerification } from '@lexiflow/contracts';
import { ChainReader } from '../audit/chain-reader.ts';
import { verifyChain, type KnownHead } from '../audit/verify-chain.ts';
import type { Config } from '../platform/config/config.ts';
import { loadConfig } from '../platform/config/load-config.ts';
import { onDatabase } from '../platform/database/open-database.ts';
import { readArguments } from './arguments.ts';
import type { Command } from './command.ts';
import { EXIT_NO_SERVER, importTarget, noServer, type ImportTarget } from './import-target.ts';
import { Refusal } from './refusal.ts';

const usage = 'audit verify [--head N:HASH] [--json] [--url URL] [--token TOKEN]';

/** Exit status of a chain that does not hold. */
const EXIT_BROKEN = 3;

const reasons: Readonly<Record<NonNullable<AuditVerification['brokenAt']>['reason'], string>> = {
  'missing-row': 'the row is missing',
  'changed-row': 'the row is not as it was sealed',
  'broken-link': 'the row does not follow the one before',
  'cut-off': 'the rows from here to the known head are gone',
  'other-head': 'the row is another one than the known head names',
};

/**
 * `lexiflow audit verify`: computes the hash chain of the audit log again, on the live database, 200
 * rows at a time. Ends with 0 when it holds, 3 when it is broken (naming the first broken link), 2
 * when nothing answers. With the embedded database it asks the running server, which holds the folder.
 */
export const auditCommand: Command = {
  usage,
  summary: 'verifies the hash chain of the audit log',
  async run({ args, env, print }) {
    const options = {
      head: { type: 'string' },
      json: { type: 'boolean' },
      url: { type: 'string' },
      token: { type: 'string' },
    } as const;
    const { values, positionals } = readArguments(args, options, usage);
    if (positionals[0] !== 'verify' || positionals.length > 1)
      throw new Refusal(`usage: lexiflow ${usage}`, 64);
    const config = loadConfig(env, false);
    const known = values.head === undefined ? null : knownHead(values.head);
    const target = targetOf(values, config);
    const verification =
      target === null ? await readDirectly(config, known) : await ask(target, known);
    if (values.json === true) print(JSON.stringify(verification));
    else for (const line of linesOf(verification)) print(line);
    return verification.ok ? 0 : EXIT_BROKEN;
  },
};

/** The server to ask, or null when the database is read directly. */
function targetOf(
  values: { readonly url?: string | undefined; readonly token?: string | undefined },
  { database, server }: Config,
): ImportTarget | null {
  if (values.url === undefined && database.url !== null) return null;
  try {
    return importTarget(values, server);
  } catch (error) {
    const isAway = error instanceof Refusal && error.exitCode === EXIT_NO_SERVER;
    // No server runs on the data folder: it can be opened here.
    if (isAway && values.url === undefined) return null;
    throw error;
  }
}

async function readDirectly(
  { database, server }: Config,
  known: KnownHead | null,
): Promise<AuditVerification> {
  return await onDatabase({ ...database, dataDir: server.dataDir }, async (connection) => {
    const reader = new ChainReader(
      async <Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]> =>
        (await connection.query<Row>(text, [...values])).rows,
    );
    return await verifyChain(reader, known);
  });
}

async function ask(
  { url, token }: ImportTarget,
  known: KnownHead | null,
): Promise<AuditVerification> {
  const address = new URL('/api/audit/verify', url);
  if (known !== null) address.searchParams.set('head', `${known.sealed}:${known.hash}`);
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(address, { headers }).catch(() => {
    throw noServer(url);
  });
  const body: unknown = await answer.json().catch(() => null);
  const read = auditVerification.safeParse(body);
  if (answer.ok && read.success) return read.data;
  const { detail, title } = (body ?? {}) as Record<string, string>;
  throw new Refusal(
    `the server answers ${answer.status}: ${detail ?? title ?? 'no reason given'}`,
    EXIT_NO_SERVER,
  );
}

function knownHead(text: string): KnownHead {
  const [, sealed, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sealed === undefined || hash === undefined)
    throw new Refusal(
      '--head is the number and the hash of an earlier verification: 120:9f86…',
      64,
    );
  return { sealed: Number(sealed), hash };
}

function linesOf({ ok, checked, unsealed, head, brokenAt }: AuditVerification): string[] {
  const first = ok
    ? `the chain holds: ${checked} rows checked`
    : `the chain is broken at row ${brokenAt?.sealed}${brokenAt?.id ? ` (${brokenAt.id})` : ''}: ${
        brokenAt ? reasons[brokenAt.reason] : ''
      }; ${checked} rows before it hold`;
  return [
    first,
    ...(unsealed > 0 ? [`${unsealed} rows wait for their seal`] : []),
    ...(head ? [`head ${head.sealed}:${head.hash}`] : []),
  ];
}
