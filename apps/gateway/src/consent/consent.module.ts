/** @module The register of consents. */
import { Module } from '@nestjs/common';
import { ConsentController } from './consent.controller.js';
import { ConsentRegister } from './consent.register.js';

@Module({ controllers: [ConsentController], providers: [ConsentRegister], exports: [ConsentRegister] })
export class ConsentModule {}
