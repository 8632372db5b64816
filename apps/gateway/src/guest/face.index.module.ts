/** @module Faces in memory, for those who search them and for who erases them. */
import { Module } from '@nestjs/common';
import { FaceIndexCache } from './face.index.cache.js';

@Module({ providers: [FaceIndexCache], exports: [FaceIndexCache] })
export class FaceIndexModule {}
