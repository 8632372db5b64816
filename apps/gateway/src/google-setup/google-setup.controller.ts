/** @module The Google client of this server: seen, entered and taken away by administrators. */
import { Body, Controller, Delete, Get, Inject, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  googleClientInputSchema,
  googleSetupSchema,
  serviceAccountInputSchema,
  type GoogleClientInput,
  type GoogleSetup,
  type ServiceAccountInput,
} from '@visage/contracts/google-setup.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import type { GatewayRequest } from '../http/gateway.request.js';
import { GoogleSetupService } from './google-setup.service.js';

@ApiTags('google setup')
@Access('admin')
@Controller('google')
export class GoogleSetupController {
  constructor(@Inject(GoogleSetupService) private readonly setup: GoogleSetupService) {}

  @Get()
  @Answers(googleSetupSchema)
  get(@Req() request: GatewayRequest): Promise<GoogleSetup> {
    return this.setup.get(request);
  }

  /** Kept only if Google knows it. */
  @Put('client')
  @Answers(googleSetupSchema)
  setClient(
    @CurrentUser() user: User,
    @Body({ schema: googleClientInputSchema }) body: GoogleClientInput,
    @Req() request: GatewayRequest,
  ): Promise<GoogleSetup> {
    return this.setup.setClient(user, body, request);
  }

  @Delete('client')
  @Answers(googleSetupSchema)
  removeClient(@CurrentUser() user: User, @Req() request: GatewayRequest): Promise<GoogleSetup> {
    return this.setup.removeClient(user, request);
  }

  @Put('service-account')
  @Answers(googleSetupSchema)
  setServiceAccount(
    @CurrentUser() user: User,
    @Body({ schema: serviceAccountInputSchema }) body: ServiceAccountInput,
    @Req() request: GatewayRequest,
  ): Promise<GoogleSetup> {
    return this.setup.setServiceAccount(user, body, request);
  }

  @Delete('service-account')
  @Answers(googleSetupSchema)
  removeServiceAccount(@CurrentUser() user: User, @Req() request: GatewayRequest): Promise<GoogleSetup> {
    return this.setup.removeServiceAccount(user, request);
  }
}
