import type { AccountSource, MemoryHost } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Global, Module } from '@nestjs/common';
import { Metrics } from '../platform/metrics/metrics.ts';
import { AUTHENTICATOR } from '../platform/http/viewer.ts';
import { ApiKeyController } from './api-keys/api-key.controller.ts';
import { ApiKeyRepository } from './api-keys/api-key.repository.ts';
import { ApiKeyService } from './api-keys/api-key.service.ts';
import { authMetrics } from './auth-metrics.ts';
import './auth.schema.ts';
import { CredentialRepository } from './credentials/credential.repository.ts';
import { CredentialViewers } from './credentials/credential-viewers.ts';
import { LocalToken } from './credentials/local-token.ts';
import { TokenAuthenticator } from './credentials/token-authenticator.ts';
import { TokenThrottle } from './credentials/token-throttle.ts';
import { ViewerCache } from './credentials/viewer-cache.ts';
import { PasswordHasher } from './passwords/password-hasher.ts';
import { PasswordService } from './passwords/password.service.ts';
import { UserSessionsController } from './sessions/user-sessions.controller.ts';
import { UserSessionsService } from './sessions/user-sessions.service.ts';
import { EmailModule } from '../email/email.module.ts';
import { NewPassword } from './reset/new-password.ts';
import { PasswordResetController } from './reset/password-reset.controller.ts';
import { PasswordResetRepository } from './reset/password-reset.repository.ts';
import { PasswordResetService } from './reset/password-reset.service.ts';
import { ResetMail } from './reset/reset-mail.ts';
import { ResetThrottle } from './reset/reset-throttle.ts';
import { SessionController } from './sessions/session.controller.ts';
import { SessionRepository } from './sessions/session.repository.ts';
import { SessionService } from './sessions/session.service.ts';
import { FirstRun } from './setup/first-run.ts';
import { SetupController } from './setup/setup.controller.ts';
import { SetupRepository } from './setup/setup.repository.ts';
import { SetupService } from './setup/setup.service.ts';
import { AttemptFigures } from './sign-in/attempt-figures.ts';
import { AttemptThrottle } from './sign-in/attempt-throttle.ts';
import { PasswordCheck } from './sign-in/password-check.ts';
import { SignInController } from './sign-in/sign-in.controller.ts';
import { SignInRecords } from './sign-in/sign-in-records.ts';
import { SignInRepository } from './sign-in/sign-in.repository.ts';
import { SignInService } from './sign-in/sign-in.service.ts';
import { UserController } from './users/user.controller.ts';
import { UserRecords } from './users/user-records.ts';
import { UserRepository } from './users/user.repository.ts';
import { UserService } from './users/user.service.ts';

@Global()
@Module({
  imports: [EmailModule],
  controllers: [
    PasswordResetController,
    SignInController,
    SessionController,
    UserSessionsController,
    ApiKeyController,
    SetupController,
    UserController,
  ],
  providers: [
    CredentialRepository,
    CredentialViewers,
    LocalToken,
    TokenAuthenticator,
    {
      provide: TokenThrottle,
      inject: [{ token: GOVERNOR, optional: true }],
      useFactory: (governor?: AccountSource) =>
        new TokenThrottle(governor?.openAccount('request', 'auth:token-throttle')),
    },
    { provide: AUTHENTICATOR, useExisting: TokenAuthenticator },
    {
      provide: ViewerCache,
      inject: [{ token: GOVERNOR, optional: true }],
      useFactory: (governor?: MemoryHost) => new ViewerCache(governor ?? null),
    },
    {
      provide: PasswordHasher,
      inject: [{ token: GOVERNOR, optional: true }],
      useFactory: (governor?: AccountSource) =>
        new PasswordHasher(governor?.openAccount('request', 'auth:password-hashes') ?? null),
    },
    PasswordService,
    SessionRepository,
    SessionService,
    UserSessionsService,
    ApiKeyRepository,
    ApiKeyService,
    SetupRepository,
    SetupService,
    FirstRun,
    {
      provide: AttemptThrottle,
      inject: [{ token: GOVERNOR, optional: true }],
      useFactory: (governor?: AccountSource) =>
        new AttemptThrottle(governor?.openAccount('request', 'auth:attempt-throttle')),
    },
    { provide: AttemptFigures, useFactory: () => new AttemptFigures() },
    PasswordCheck,
    SignInRecords,
    SignInRepository,
    SignInService,
    UserRepository,
    UserRecords,
    PasswordResetRepository,
    PasswordResetService,
    NewPassword,
    ResetMail,
    {
      provide: ResetThrottle,
      inject: [{ token: GOVERNOR, optional: true }],
      useFactory: (governor?: AccountSource) =>
        new ResetThrottle(governor?.openAccount('request', 'auth:reset-throttle')),
    },
    UserService,
  ],
  exports: [AUTHENTICATOR, FirstRun],
})
export class AuthModule {
  constructor(
    metrics: Metrics,
    attempts: AttemptFigures,
    hasher: PasswordHasher,
    tokens: TokenThrottle,
  ) {
    metrics.add(...authMetrics(attempts, hasher, tokens));
  }
}
