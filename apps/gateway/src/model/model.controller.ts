/** @module The models of this installation, for administrators. */
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { ModelEntry, ModelManifest } from '@visage/contracts/model.contract';
import { modelUsesSchema, type ModelUses } from '@visage/contracts/model-use.contract';
import { EventListing } from '@visage/database/event/event.listing';
import { ENV, MANIFEST } from '@visage/host/host.token';
import type { GatewayEnv } from '../env.js';
import { defaultEmbedder } from '../event/event.embedder.js';
import { Access } from '../http/access.decorator.js';
import { Answers } from '../http/answer.decorator.js';
import { InjectRepository } from '../platform/repository.decorator.js';

@ApiTags('admin')
@Access('admin')
@Controller('admin/models')
export class ModelController {
  constructor(
    @Inject(MANIFEST) private readonly manifest: ModelManifest,
    @InjectRepository(EventListing) private readonly events: EventListing,
    @Inject(ENV) private readonly env: GatewayEnv,
  ) {}

  @Get()
  @Answers(modelUsesSchema)
  async list(): Promise<ModelUses> {
    const { detector, landmarks } = this.manifest.defaults;
    const current = new Set([detector, landmarks, defaultEmbedder(this.manifest, this.env.EMBEDDER)]);
    const events = await this.events.countByEmbedder();
    return {
      models: this.manifest.models.map(({ name, role, version, licence, homepage, ...more }: ModelEntry) => ({
        ...{ name, role, version, licence, homepage },
        threshold: more.threshold ?? null,
        thresholdSource: more.thresholdSource ?? null,
        current: current.has(name),
        events: events.get(name) ?? 0,
      })),
    };
  }
}
