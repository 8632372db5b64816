/** @module Where faces are, for all who show it. */
import { Module } from '@nestjs/common';
import { QueueModule } from '../queue/queue.module.js';
import { PhotoFaces } from './photo.faces.js';

@Module({ imports: [QueueModule], providers: [PhotoFaces], exports: [PhotoFaces] })
export class PhotoFacesModule {}
