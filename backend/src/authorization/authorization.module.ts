import { Global, Module } from '@nestjs/common';
import { AccessSignals } from './access-signals.ts';
import { AccessService } from './access.service.ts';
import './authorization.schema.ts';

@Global()
@Module({
  providers: [AccessService, AccessSignals],
  exports: [AccessService, AccessSignals],
})
export class AuthorizationModule {}
