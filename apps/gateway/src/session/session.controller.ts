/** @module Signing in and out, renewing a session, who is signed in and where else. */
import { Body, Controller, Delete, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  openSessionsSchema,
  sessionRenewSchema,
  sessionSchema,
  sessionStateSchema,
  signInSchema,
  type OpenSessions,
  type Session,
  type SessionRenew,
  type SessionState,
  type SignIn,
} from '@visage/contracts/session.contract';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import type { Request, Response } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers, AnswersNothing } from '../http/answer.decorator.js';
import { CurrentSession } from '../http/current-user.decorator.js';
import type { GatewayRequest, SignedIn } from '../http/gateway.request.js';
import { SessionId } from '../http/id.param.js';
import {
  clearSessionCookies,
  readRefreshCookie,
  setRefreshCookie,
  setSessionCookie,
} from './session.cookie.js';
import { SessionService } from './session.service.js';
import { SESSION_DAYS } from './session.token.js';

@ApiTags('session')
@Controller('session')
export class SessionController {
  constructor(
    @Inject(SessionService) private readonly sessions: SessionService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Access('public')
  @Answers(sessionSchema)
  async signIn(
    @Body({ schema: signInSchema }) body: SignIn,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    const from = { address: request.ip ?? 'unknown', agent: request.get('user-agent') ?? '' };
    return give(await this.sessions.signIn(body, from), request, response, this.clock.now());
  }

  /** Good once; the answer brings the next refresh token, unless another tab of the browser has it already. */
  @Post('renew')
  @Access('public')
  @Answers(sessionSchema)
  async renew(
    @Body({ schema: sessionRenewSchema }) { refreshToken }: SessionRenew,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Session> {
    return give(
      await this.sessions.renew(refreshToken ?? readRefreshCookie(request)),
      request,
      response,
      this.clock.now(),
    );
  }

  @Get()
  @Access('user')
  @Answers(sessionStateSchema)
  current(@CurrentSession() { user, expiresAt }: SignedIn): SessionState {
    return { user, expiresAt };
  }

  @Delete()
  @Access('public')
  @AnswersNothing()
  async signOut(
    @Req() request: GatewayRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.sessions.signOut(request.user, readRefreshCookie(request));
    clearSessionCookies(request, response);
  }

  /** Every browser and program that is signed in as this user. */
  @Get('all')
  @Access('user')
  @Answers(openSessionsSchema)
  list(@CurrentSession() session: SignedIn): Promise<OpenSessions> {
    return this.sessions.list(session);
  }

  /** Ends them all, at once. */
  @Delete('all')
  @Access('user')
  @AnswersNothing()
  async endAll(
    @CurrentSession() session: SignedIn,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.sessions.endAll(session);
    clearSessionCookies(request, response);
  }

  @Delete('all/:sessionId')
  @Access('user')
  @AnswersNothing()
  end(@CurrentSession() session: SignedIn, @SessionId() sessionId: string): Promise<void> {
    return this.sessions.end(session, sessionId);
  }
}

/** Scripts of a page never get hold of the refresh token: a browser has it as a cookie, and says where a request is from. */
function give(session: Session, request: Request, response: Response, now: Date): Session {
  setSessionCookie(request, response, session, now);
  const browser = request.get('origin') !== undefined || request.get('sec-fetch-site') !== undefined;
  if (!browser) return session;
  if (session.refreshToken !== null) setRefreshCookie(request, response, session.refreshToken, SESSION_DAYS);
  return { ...session, refreshToken: null };
}
