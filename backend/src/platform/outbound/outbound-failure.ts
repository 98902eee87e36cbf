import { AppError } from '../errors/define-error.ts';
import { outboundErrors } from './outbound.errors.ts';

/** How far a connection had come when it failed. */
export type OutboundStage = 'dns' | 'tcp' | 'tls' | 'answer';

const DNS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'EDNS']);
const TCP = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
  'ECONNECTION',
]);
const TIME = /^(ETIMEDOUT|ESOCKETTIMEDOUT|ETIMEOUT|ABORT_ERR|[A-Z]+_TIMEOUT)$/;
const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'ESOCKET', 'ECONNABORTED']);
const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$|ETLS$)/;
const PARSE_CODE = /^HPE_/;

/**
 * The error of a failed exchange with `target` (`host:port`), told by the step that failed. `stage` is how
 * far the caller saw it come, for failures that say nothing themselves. Texts of the other side are not taken
 * over: they may hold anything.
 */
export function outboundFailure(thrown: unknown, target: string, stage?: OutboundStage): AppError {
  const known = find(thrown, (error) => error instanceof AppError);
  if (known !== undefined) return known as AppError;
  const code = codes(thrown);
  const cause = { cause: thrown };
  const at = (pattern: (code: string) => boolean) => code.find(pattern);
  const dns = at((one) => DNS.has(one));
  if (dns !== undefined) {
    return outboundErrors.nameUnknown({ detail: `${hostOf(target)}: ${dns}`, ...cause });
  }
  const tls = at((one) => TLS_CODE.test(one));
  if (tls !== undefined) return outboundErrors.tlsFailed({ detail: `${target}: ${tls}`, ...cause });
  const tcp = at((one) => TCP.has(one));
  if (tcp !== undefined) {
    return outboundErrors.connectFailed({ detail: `${target}: ${tcp}`, ...cause });
  }
  const time = at((one) => TIME.test(one)) ?? (isTimeout(thrown) ? 'timeout' : undefined);
  if (time !== undefined) {
    return outboundErrors.timeout({ detail: `${target}: ${WAITED[stage ?? 'answer']}`, ...cause });
  }
  const broken = at((one) => BROKEN.has(one));
  if (broken !== undefined && stage === 'tls') {
    return outboundErrors.tlsFailed({
      detail: `${target}: ${broken} during the handshake`,
      ...cause,
    });
  }
  if (broken !== undefined) {
    return outboundErrors.connectFailed({ detail: `${target}: ${broken}`, ...cause });
  }
  const parse = at((one) => PARSE_CODE.test(one));
  return outboundErrors.badAnswer({
    detail: parse === undefined ? target : `${target}: ${parse}`,
    ...cause,
  });
}

const WAITED: Readonly<Record<OutboundStage, string>> = {
  dns: 'the name was not resolved in time',
  tcp: 'no connection in time',
  tls: 'the TLS handshake did not end in time',
  answer: 'no whole answer in time',
};

function codes(thrown: unknown): string[] {
  const found: string[] = [];
  find(thrown, (error) => {
    if ('code' in error && typeof error.code === 'string') found.push(error.code);
    return false;
  });
  return found;
}

function isTimeout(thrown: unknown): boolean {
  return find(thrown, ({ name }) => name === 'TimeoutError' || name === 'AbortError') !== undefined;
}

/** The first error of the chain of causes (and of the errors of an aggregate) that fits. */
function find(thrown: unknown, fits: (error: Error) => boolean, depth = 0): Error | undefined {
  if (!(thrown instanceof Error) || depth > 5) return undefined;
  if (fits(thrown)) return thrown;
  const inner = thrown instanceof AggregateError ? thrown.errors.slice(0, 8) : [];
  for (const next of [thrown.cause, ...inner]) {
    const found = find(next, fits, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function hostOf(target: string): string {
  return target.replace(/:\d+$/, '');
}
