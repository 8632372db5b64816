/** @module What puts the times of an event's photos right: its zone, and shifts of cameras whose clock is off. */
import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  camerasSchema,
  cameraShiftSchema,
  eventZoneChangeSchema,
  type Cameras,
  type CameraShift,
  type EventZoneChange,
} from '@visage/contracts/camera.contract';
import type { User } from '@visage/contracts/session.contract';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { CameraId, EventId } from '../http/id.param.js';
import { CameraService } from './camera.service.js';

@ApiTags('cameras')
@Access('user')
@Controller('events/:eventId')
export class CameraController {
  constructor(@Inject(CameraService) private readonly cameras: CameraService) {}

  @Get('cameras')
  @Answers(camerasSchema)
  list(@CurrentUser() user: User, @EventId() eventId: string): Promise<Cameras> {
    return this.cameras.list(user, eventId);
  }

  /** Dates all photos of the camera anew, and those that come later; 0 undoes it. Originals stay as they are. */
  @Put('cameras/:cameraId/shift')
  @Answers(camerasSchema)
  shift(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @CameraId() cameraId: string,
    @Body({ schema: cameraShiftSchema }) body: CameraShift,
  ): Promise<Cameras> {
    return this.cameras.shift(user, eventId, cameraId, body);
  }

  /** Where times without a zone are from. */
  @Put('zone')
  @Answers(camerasSchema)
  chooseZone(
    @CurrentUser() user: User,
    @EventId() eventId: string,
    @Body({ schema: eventZoneChangeSchema }) body: EventZoneChange,
  ): Promise<Cameras> {
    return this.cameras.chooseZone(user, eventId, body);
  }
}
