/** @module The organizer's logo on the pages of a link, made small for phones. */
import { Controller, Get, Header, Inject, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import sharp from 'sharp';
import { Access } from '../http/access.decorator.js';
import { AnswersBytes } from '../http/answer.decorator.js';
import { ShareToken } from '../http/id.param.js';
import { LogoService } from '../share/logo.service.js';
import { GuestLink } from './guest.link.js';

/** Twice the pixels that the page's head gives it. */
const SIZE = { width: 480, height: 144 };

@ApiTags('guest')
@Access('link')
@Controller('guest/:token/logo')
export class GuestLogoController {
  constructor(
    @Inject(GuestLink) private readonly link: GuestLink,
    @Inject(LogoService) private readonly logos: LogoService,
  ) {}

  /** No content where the organizer has set none. */
  @Get()
  @Header('Cache-Control', 'private, max-age=600')
  @AnswersBytes('image/webp')
  async get(
    @ShareToken() token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StreamableFile | undefined> {
    const { event } = await this.link.open(token, request);
    const logo = await this.logos.find(event.id);
    if (!logo) return void response.status(204);
    const small = await sharp(logo)
      .resize({ ...SIZE, fit: 'inside', withoutEnlargement: true })
      .webp()
      .toBuffer();
    return new StreamableFile(small, { type: 'image/webp' });
  }
}
