/** @module Whether the gateway can serve; 503 while something it stands on is down. */
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { healthSchema, type Health } from '@visage/contracts/health.contract';
import type { Response } from 'express';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { HealthService } from './health.service.js';

@ApiTags('health')
@Access('public')
@Controller('health')
export class HealthController {
  constructor(@Inject(HealthService) private readonly health: HealthService) {}

  @Get()
  @Answers(healthSchema)
  @ApiResponse({ status: 503, description: '', standardSchema: healthSchema })
  async get(@Res({ passthrough: true }) response: Response): Promise<Health> {
    const health = await this.health.ask();
    response.setHeader('Cache-Control', 'no-store');
    response.status(health.up ? 200 : 503);
    return health;
  }
}
