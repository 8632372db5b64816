/** @module Reads the audit log for administrators. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { AuditFilter, AuditLine, AuditPage, AuditQuery } from '@visage/contracts/audit.contract';
import { AuditRepository, type AuditRecord } from '@visage/database/audit/audit.repository';
import { InjectRepository } from '../platform/repository.decorator.js';
import { AUDIT_CSV_HEAD, auditCsvRow } from './audit.csv.js';
import { AuditLog } from './audit.log.js';

/** Lines read at a time for an export: memory stays flat, however long the log is. */
const EXPORT_PAGE = 500;

@Injectable()
export class AuditService {
  constructor(
    @InjectRepository(AuditRepository) private readonly lines: AuditRepository,
    @Inject(AuditLog) private readonly log: AuditLog,
  ) {}

  /** What this gateway has counted and not written yet is in it. */
  async page({ cursor, limit, ...filter }: AuditQuery): Promise<AuditPage> {
    await this.log.flush();
    const { lines, nextCursor } = await this.lines.page(filter, { cursor, limit });
    return { lines: lines.map(toLine), nextCursor };
  }

  /** Ends `to`; stops reading when whoever asked has gone. */
  async writeCsv(filter: AuditFilter, to: Writable): Promise<void> {
    await this.log.flush();
    to.write(AUDIT_CSV_HEAD);
    let cursor: string | undefined;
    do {
      const page = await this.lines.page(filter, { cursor, limit: EXPORT_PAGE });
      const flows = to.write(page.lines.map((line) => auditCsvRow(toLine(line))).join(''));
      if (!flows && !to.destroyed) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && !to.destroyed);
    to.end();
  }
}

function toLine({ at, lastAt, ...line }: AuditRecord): AuditLine {
  return { ...line, at: at.toISOString(), lastAt: lastAt.toISOString() };
}
