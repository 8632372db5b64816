/** @module Cameras, and the zones of events. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { CameraController } from './camera.controller.js';
import { CameraService } from './camera.service.js';

@Module({ imports: [AccessModule], controllers: [CameraController], providers: [CameraService] })
export class CameraModule {}
