import { Global, Module } from '@nestjs/common';
import { AUTHENTICATOR } from '../platform/http/viewer.ts';
import './auth.schema.ts';
import { CredentialRepository } from './credentials/credential.repository.ts';
import { LocalToken } from './credentials/local-token.ts';
import { TokenAuthenticator } from './credentials/token-authenticator.ts';

@Global()
@Module({
  providers: [
    CredentialRepository,
    LocalToken,
    TokenAuthenticator,
    { provide: AUTHENTICATOR, useExisting: TokenAuthenticator },
  ],
  exports: [AUTHENTICATOR],
})
export class AuthModule {}
