import { Global, Module } from '@nestjs/common';
import type { OnApplicationShutdown } from '@nestjs/common';
import { CONFIG } from '../config/config.ts';
import type { Config } from '../config/config.ts';
import { OutboundGuard } from './outbound-guard.ts';

/** Gives every feature the guard for what it sends to other machines. */
@Global()
@Module({
  providers: [
    {
      provide: OutboundGuard,
      inject: [CONFIG],
      useFactory: ({ outbound }: Config): OutboundGuard => new OutboundGuard(outbound),
    },
  ],
  exports: [OutboundGuard],
})
export class OutboundModule implements OnApplicationShutdown {
  constructor(private readonly guard: OutboundGuard) {}

  onApplicationShutdown(): void {
    this.guard[Symbol.dispose]();
  }
}
