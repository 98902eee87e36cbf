import { Module } from '@nestjs/common';
import { AddressRuleFeed } from './address-rule-feed.ts';
import { AddressRuleRepository } from './address-rule.repository.ts';
import { AutoBlock } from './auto-block.ts';
import { TrafficController } from './traffic.controller.ts';
import { TrafficService } from './traffic.service.ts';

/** The allow and block lists around the server's traffic guard, and blocks after abuse. */
@Module({
  controllers: [TrafficController],
  providers: [AddressRuleRepository, AddressRuleFeed, AutoBlock, TrafficService],
})
export class TrafficModule {}
