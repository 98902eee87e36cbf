import { Global, Module } from '@nestjs/common';
import { ChangeFeed } from './change-feed.ts';
import { Outbox } from './outbox.ts';

@Global()
@Module({ providers: [Outbox, ChangeFeed], exports: [Outbox, ChangeFeed] })
export class EventsModule {}
