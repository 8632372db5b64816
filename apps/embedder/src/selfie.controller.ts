/** @module The selfie request over Redis. */
import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { SELFIE_PATTERN, type SelfieReply } from '@visage/contracts/selfie.contract';
import { DEPENDENCIES } from '@visage/host/worker.app';
import { handleSelfie, type SelfieDependencies } from './selfie.handler.js';

@Controller()
export class SelfieController {
  constructor(@Inject(DEPENDENCIES) private readonly dependencies: SelfieDependencies) {}

  @MessagePattern(SELFIE_PATTERN)
  embed(@Payload() request: unknown): Promise<SelfieReply> {
    return handleSelfie(request, this.dependencies);
  }
}
