/** @module Answers every error as `application/problem+json`; what is our fault is logged, without addresses of guests. */
import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Response } from 'express';
import type { Logger } from 'pino';
import { LOG } from '@visage/host/host.token';
import type { GatewayRequest } from './gateway.request.js';
import { problemOf } from './problem.of.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<GatewayRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = problemOf(error);
    if (problem.status >= 500) {
      // the pattern of the route, not its address: that may hold a guest's token
      const route: unknown = request.route;
      const path = typeof route === 'object' && route !== null && 'path' in route ? route.path : undefined;
      this.log.error({ err: error, method: request.method, path, code: problem.code }, 'request failed');
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // an upload that was refused before its end must not block the connection
    if (!request.complete) response.setHeader('Connection', 'close');
    response
      .status(problem.status)
      .set(problem.headers)
      .set('Cache-Control', 'no-store')
      .type('application/problem+json')
      .send(JSON.stringify(problem.toProblem()));
  }
}
