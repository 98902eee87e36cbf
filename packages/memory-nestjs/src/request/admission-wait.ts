import { governorLimits } from '@lexiflow/memory';
import type { Admission, ReserveOptions } from '@lexiflow/memory';
import type { MemoryModuleOptions } from '../memory-module-options.ts';
import { ClientLeftException } from './client-left-exception.ts';
import { rawResponse } from './raw-exchange.ts';
import { isOver, onResponseEnd } from './response-end.ts';
import type { Reply } from './retry-after.ts';

/** How long a call may wait for its turn. The wait ends with `ClientLeftException` when its client leaves. */
export function patienceOf(
  reply: Reply,
  { admissionWaitMs: deadlineMs = governorLimits.admissionWaitMs.value }: MemoryModuleOptions,
): ReserveOptions {
  const response = rawResponse(reply);
  if (response === null) return { deadlineMs };
  const left = new AbortController();
  const leave = (): void => left.abort(new ClientLeftException());
  if (isOver(response)) leave();
  else onResponseEnd(response, leave);
  return { signal: left.signal, deadlineMs };
}

/** The admission that was waited for; closed again where the client left between its turn and this one. */
export function unlessLeft(admission: Admission, reply: Reply): Admission {
  const response = rawResponse(reply);
  if (!admission.ok || response === null || !isOver(response)) return admission;
  admission.account.close();
  throw new ClientLeftException();
}
