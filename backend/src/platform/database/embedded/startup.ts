import { backend, message, status } from './wire.ts';

/**
 * The answer to a client's startup message. The shared session was opened once by the worker, so
 * each client gets the greeting of a server that trusts it.
 */
export function greeting(serverVersion: string): Uint8Array[] {
  const parameters: Record<string, string> = {
    server_version: serverVersion,
    server_encoding: 'UTF8',
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    IntervalStyle: 'postgres',
    TimeZone: 'UTC',
    integer_datetimes: 'on',
    standard_conforming_strings: 'on',
  };
  return [
    message(backend.authentication, new Uint8Array(4)),
    ...Object.entries(parameters).map(([name, value]) =>
      message(backend.parameterStatus, name, value),
    ),
    message(backend.keyData, new Uint8Array(8)),
    message(backend.readyForQuery, Uint8Array.of(status.idle)),
  ];
}
