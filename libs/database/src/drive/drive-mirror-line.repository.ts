/** @module The lines of a mirror: what it would do, does, did and noticed; and what is to be taken back. */
import type { MirrorLineKind, MirrorLineState } from '@visage/contracts/drive-mirror.contract';
import { mirrorLineKindSchema } from '@visage/contracts/drive-mirror.contract';
import type { Database } from '../client/database.client.js';
import type { NewLine } from './drive-mirror-item.repository.js';
import type { DriveMirrorLine } from '../generated/client.js';

export interface MirrorLine {
  id: string;
  itemId: string | null;
  kind: MirrorLineKind;
  state: MirrorLineState;
  name: string;
  formerName: string | null;
  conflict: boolean;
  reason: string | null;
  fileId: string | null;
  photoId: string | null;
  createdAt: Date;
}

export type PlannedLine = NewLine & { itemId: string };

const TO_COME = { in: ['planned' as const, 'approved' as const] };

export class DriveMirrorLineRepository {
  constructor(private readonly database: Database) {}

  /** Takes the place of the list before. */
  async plan(mirrorId: string, lines: readonly PlannedLine[]): Promise<void> {
    await this.database.prisma.$transaction([
      this.database.prisma.driveMirrorLine.deleteMany({ where: { mirrorId, state: TO_COME } }),
      this.database.prisma.driveMirrorLine.createMany({
        data: lines.map((line) => ({ ...line, mirrorId, state: 'planned' as const })),
      }),
    ]);
  }

  async approve(mirrorId: string): Promise<void> {
    await this.database.prisma.driveMirrorLine.updateMany({
      where: { mirrorId, state: 'planned' },
      data: { state: 'approved' },
    });
  }

  /** Items whose removal somebody has agreed to. */
  async findApproved(mirrorId: string): Promise<Set<string>> {
    const rows = await this.database.prisma.driveMirrorLine.findMany({
      where: { mirrorId, state: 'approved' },
      select: { itemId: true, kind: true },
    });
    return new Set(rows.map(({ itemId, kind }) => `${kind} ${itemId ?? ''}`));
  }

  async dropPlan(mirrorId: string): Promise<void> {
    await this.database.prisma.driveMirrorLine.deleteMany({ where: { mirrorId, state: TO_COME } });
  }

  /** How often each step stands in the list. */
  async countPlan(mirrorId: string): Promise<Map<string, number>> {
    const groups = await this.database.prisma.driveMirrorLine.groupBy({
      by: ['kind'],
      where: { mirrorId, state: 'planned' },
      _count: { _all: true },
    });
    return new Map(groups.map(({ kind, _count }) => [kind, _count._all]));
  }

  /** Before anything is done in Drive. */
  async begin(mirrorId: string, line: PlannedLine): Promise<string> {
    const { id } = await this.database.prisma.driveMirrorLine.create({
      data: { ...line, mirrorId, state: 'doing' },
      select: { id: true },
    });
    return id;
  }

  /** Nothing was done in Drive after all. */
  async forget(id: string): Promise<void> {
    await this.database.prisma.driveMirrorLine.deleteMany({ where: { id } });
  }

  async note(mirrorId: string, lines: readonly PlannedLine[]): Promise<void> {
    await this.database.prisma.driveMirrorLine.createMany({
      data: lines.map((line) => ({ ...line, mirrorId, state: 'done' as const })),
    });
  }

  /** In place of what was begun, and of what an earlier try came to. */
  async fail(mirrorId: string, line: PlannedLine): Promise<void> {
    const { itemId, kind } = line;
    await this.database.prisma.$transaction([
      this.database.prisma.driveMirrorLine.deleteMany({
        where: { mirrorId, itemId, kind, state: { in: ['doing', 'failed'] } },
      }),
      this.database.prisma.driveMirrorLine.create({ data: { ...line, mirrorId, state: 'failed' } }),
    ]);
  }

  /** Oldest first. */
  async findIn(mirrorId: string, state: 'doing' | 'undoing'): Promise<MirrorLine[]> {
    const rows = await this.database.prisma.driveMirrorLine.findMany({
      where: { mirrorId, state },
      orderBy: { id: 'asc' },
    });
    return rows.map(toLine);
  }

  async find(id: string): Promise<(MirrorLine & { mirrorId: string }) | null> {
    const row = await this.database.prisma.driveMirrorLine.findUnique({ where: { id } });
    return row && { ...toLine(row), mirrorId: row.mirrorId };
  }

  /** @returns false when the line is in another state by now. */
  async move(id: string, from: MirrorLineState, to: MirrorLineState, reason?: string): Promise<boolean> {
    const data = { state: to, ...(reason !== undefined && { reason }) };
    const { count } = await this.database.prisma.driveMirrorLine.updateMany({
      where: { id, state: from },
      data,
    });
    return count > 0;
  }

  /** Newest first; of a plan in its own order. */
  async page(
    mirrorId: string,
    of: 'plan' | 'history',
    after: string | undefined,
    limit: number,
  ): Promise<MirrorLine[]> {
    const rows = await this.database.prisma.driveMirrorLine.findMany({
      where: {
        ...{
          mirrorId,
          state: of === 'plan' ? 'planned' : { notIn: ['planned' as const, 'approved' as const] },
        },
        ...(after !== undefined && { id: of === 'plan' ? { gt: after } : { lt: after } }),
      },
      orderBy: { id: of === 'plan' ? 'asc' : 'desc' },
      take: limit,
    });
    return rows.map(toLine);
  }
}

function toLine({ kind, mirrorId: _, ...row }: DriveMirrorLine): MirrorLine {
  return { ...row, kind: mirrorLineKindSchema.parse(kind) };
}
