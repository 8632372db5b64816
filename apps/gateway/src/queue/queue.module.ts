/** @module The way to the workers. */
import { Module } from '@nestjs/common';
import { JobSender } from './job.sender.js';

@Module({ providers: [JobSender], exports: [JobSender] })
export class QueueModule {}
