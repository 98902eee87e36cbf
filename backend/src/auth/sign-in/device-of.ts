import type { FastifyRequest } from 'fastify';

/** Longest device name that is stored. */
const DEVICE_CHARACTERS = 120;

/** What a session is called in the list when its user gave it no name: the browser's own name. */
export function deviceOf(request: FastifyRequest): string {
  return request.headers['user-agent']?.slice(0, DEVICE_CHARACTERS) ?? 'unknown device';
}
