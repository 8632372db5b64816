/** @module Signing in and the session of every request. */
import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { LimitModule } from '../limit/limit.module.js';
import { SessionController } from './session.controller.js';
import { SessionService } from './session.service.js';
import { SessionSweep } from './session.sweep.js';
import { SessionKeys } from './session.keys.js';
import { SESSION_ALGORITHM, SessionStrategy } from './session.strategy.js';

@Module({
  imports: [
    LimitModule,
    PassportModule.register({ session: false }),
    JwtModule.register({ signOptions: { algorithm: SESSION_ALGORITHM } }),
  ],
  controllers: [SessionController],
  providers: [SessionKeys, SessionService, SessionStrategy, SessionSweep],
})
export class SessionModule {}
