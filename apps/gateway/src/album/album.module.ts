/** @module Albums. */
import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AlbumController } from './album.controller.js';
import { AlbumService } from './album.service.js';

@Module({ imports: [AccessModule], controllers: [AlbumController], providers: [AlbumService] })
export class AlbumModule {}
