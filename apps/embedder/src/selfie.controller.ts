/** @module The selfie request over Redis. */
import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { SELFIE_PATTERN, type SelfieReply } from '@visage/contracts/selfie.contract';
import { VisionPools } from '@visage/host/vision.pools';
import { handleSelfie } from './selfie.handler.js';

@Controller()
export class SelfieController {
  constructor(@Inject(VisionPools) private readonly vision: VisionPools) {}

  @MessagePattern(SELFIE_PATTERN)
  embed(@Payload() request: unknown): Promise<SelfieReply> {
    return handleSelfie(request, { vision: this.vision });
  }
}
