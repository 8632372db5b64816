/** @module Rate limits for the features that need them. */
import { Module } from '@nestjs/common';
import { RateLimit } from './rate.limit.js';

@Module({ providers: [RateLimit], exports: [RateLimit] })
export class LimitModule {}
