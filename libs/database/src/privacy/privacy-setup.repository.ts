/** @module Who is responsible for this server, as its administrator has entered it; one row. */
import type { DataController, NamedController } from '@visage/contracts/privacy.contract';
import type { Database } from '../client/database.client.js';

const ONLY = { id: 1 };

export class PrivacySetupRepository {
  constructor(private readonly database: Database) {}

  async findController(): Promise<NamedController | null> {
    const row = await this.database.prisma.privacySetup.findUnique({ where: ONLY });
    return row && { name: row.controllerName, contact: row.controllerContact, demo: row.demo };
  }

  async nameController(controller: DataController): Promise<void> {
    const data = { ...columnsOf(controller), demo: false };
    await this.database.prisma.privacySetup.upsert({
      where: ONLY,
      create: { ...ONLY, ...data },
      update: data,
    });
  }

  /** Only while nobody is named. */
  async nameDemo(controller: DataController): Promise<void> {
    const data = { ...ONLY, ...columnsOf(controller), demo: true };
    await this.database.prisma.privacySetup.createMany({ data, skipDuplicates: true });
  }
}

const columnsOf = ({ name, contact }: DataController) => ({
  controllerName: name,
  controllerContact: contact,
});
