import type { FailedStep } from '@lexiflow/contracts';
import type { AppError } from '../../platform/errors/define-error.ts';

const steps: Readonly<Record<string, FailedStep>> = {
  CREDENTIAL_NO_KEY: 'key',
  CREDENTIAL_KEY_UNKNOWN: 'key',
  CREDENTIAL_UNREADABLE: 'key',
  INTEGRATION_PLAIN_REFUSED: 'address',
  OUTBOUND_URL_INVALID: 'address',
  OUTBOUND_HOST_REFUSED: 'address',
  OUTBOUND_NAME_UNKNOWN: 'dns',
  OUTBOUND_CONNECT_FAILED: 'tcp',
  OUTBOUND_TLS_FAILED: 'tls',
  OUTBOUND_TIMEOUT: 'timeout',
  INTEGRATION_SIGN_IN_REFUSED: 'sign-in',
  INTEGRATION_NOT_PERMITTED: 'permission',
};

/** The step at which a connection failed, by the code of its error. */
export function failedStepOf({ code }: AppError): FailedStep {
  return steps[code] ?? 'answer';
}
