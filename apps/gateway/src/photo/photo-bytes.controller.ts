/** @module Bytes of a photo or a face; each asks `@visage/access` about exactly that photo or face. */
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Access } from '../http/access.decorator.js';
import { AnswersBytes } from '../http/answer.decorator.js';
import type { GatewayRequest } from '../http/gateway.request.js';
import { FaceId, PhotoId } from '../http/id.param.js';
import { FaceBytes } from './face.bytes.js';
import { PhotoBytes } from './photo.bytes.js';

@ApiTags('bytes')
@Access('bytes')
@Controller()
export class PhotoBytesController {
  constructor(
    @Inject(PhotoBytes) private readonly photos: PhotoBytes,
    @Inject(FaceBytes) private readonly faces: FaceBytes,
  ) {}

  @Get('photos/:photoId/thumbnail')
  @AnswersBytes('image/webp')
  thumbnail(
    @Req() request: GatewayRequest,
    @PhotoId() photoId: string,
    @Res() response: Response,
  ): Promise<void> {
    return this.photos.send('thumbnail', photoId, request, response);
  }

  @Get('photos/:photoId/preview')
  @AnswersBytes('image/webp')
  preview(
    @Req() request: GatewayRequest,
    @PhotoId() photoId: string,
    @Res() response: Response,
  ): Promise<void> {
    return this.photos.send('preview', photoId, request, response);
  }

  /** The uploaded file, bit for bit, or as one of the same length that does not tell where it was taken; answers byte ranges. */
  @Get('photos/:photoId/original')
  @AnswersBytes(
    'application/octet-stream',
    'image/jpeg',
    'image/png',
    'image/webp',
    'image/avif',
    'image/heic',
  )
  original(
    @Req() request: GatewayRequest,
    @PhotoId() photoId: string,
    @Res() response: Response,
  ): Promise<void> {
    return this.photos.send('original', photoId, request, response);
  }

  @Get('faces/:faceId/crop')
  @AnswersBytes('image/webp')
  crop(@Req() request: GatewayRequest, @FaceId() faceId: string, @Res() response: Response): Promise<void> {
    return this.faces.send(faceId, request, response);
  }
}
