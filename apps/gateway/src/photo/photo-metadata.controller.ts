/** @module What the camera wrote into a photo, to whoever may know it; the place only where the link may tell it. */
import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { photoMetadataSchema, type PhotoMetadataAnswer } from '@visage/contracts/photo.contract';
import { PhotoMetadataListing } from '@visage/database/photo/photo-metadata.listing';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import type { GatewayRequest } from '../http/gateway.request.js';
import { PhotoId } from '../http/id.param.js';
import { notFound } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { PhotoAccess } from './photo.access.js';

@ApiTags('photos')
@Access('bytes')
@Controller('photos/:photoId/metadata')
export class PhotoMetadataController {
  constructor(
    @Inject(PhotoAccess) private readonly access: PhotoAccess,
    @InjectRepository(PhotoMetadataListing) private readonly listing: PhotoMetadataListing,
  ) {}

  @Get()
  @Answers(photoMetadataSchema)
  async get(@Req() request: GatewayRequest, @PhotoId() photoId: string): Promise<PhotoMetadataAnswer> {
    const { decision } = await this.access.require('photo.metadata', photoId, request);
    const metadata = await this.listing.find(photoId);
    if (!metadata) throw notFound('photo');
    return decision.presentation.hideLocation ? { ...metadata, location: null } : metadata;
  }
}
