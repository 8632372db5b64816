/** @module Signing in and out, and who is signed in. */
import { Body, Controller, Delete, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  sessionSchema,
  sessionStateSchema,
  signInSchema,
  type Session,
  type SessionState,
  type SignIn,
} from '@visage/contracts/session.contract';
import type { Request, Response } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentSession } from '../http/current-user.decorator.js';
import type { SignedIn } from '../http/gateway.request.js';
import { clearSessionCookie, setSessionCookie } from './session.cookie.js';
import { SessionService } from './session.service.js';

@ApiTags('session')
@Controller('session')
export class SessionController {
  constructor(@Inject(SessionService) private readonly sessions: SessionService) {}

  @Post()
  @Access('public')
  @Answers(sessionSchema)
  async signIn(
    @Body({ schema: signInSchema }) body: SignIn,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    const session = await this.sessions.signIn(body, request.ip ?? 'unknown');
    setSessionCookie(request, response, session);
    return session;
  }

  @Get()
  @Access('user')
  @Answers(sessionStateSchema)
  current(@CurrentSession() session: SignedIn): SessionState {
    return session;
  }

  @Delete()
  @Access('public')
  @AnswersNothing()
  signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): void {
    clearSessionCookie(request, response);
  }
}
