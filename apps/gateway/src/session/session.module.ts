/** @module Signing in and the session of every request. */
import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { LimitModule } from '../limit/limit.module.js';
import { MASTER_KEY } from '@visage/host/host.token';
import { SessionController } from './session.controller.js';
import { SessionService } from './session.service.js';
import { SessionSweep } from './session.sweep.js';
import { SESSION_ALGORITHM, SessionStrategy, sessionSecret } from './session.strategy.js';

@Module({
  imports: [
    LimitModule,
    PassportModule.register({ session: false }),
    JwtModule.registerAsync({
      inject: [MASTER_KEY],
      useFactory: (masterKey: Uint8Array) => ({
        secret: sessionSecret(masterKey),
        signOptions: { algorithm: SESSION_ALGORITHM },
      }),
    }),
  ],
  controllers: [SessionController],
  providers: [SessionService, SessionStrategy, SessionSweep],
})
export class SessionModule {}
