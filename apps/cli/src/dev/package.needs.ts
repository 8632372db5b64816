/** @module What each app stands on, as the packages of the clone say themselves. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const packageSchema = z.object({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** @returns for each of `apps`, by its folder such as `apps/gateway`, the folders of all it is made of, itself included. */
export async function readPackageNeeds(
  root: string,
  apps: readonly string[],
): Promise<Map<string, ReadonlySet<string>>> {
  const folders = [...(await packagesIn(root, 'apps')), ...(await packagesIn(root, 'libs'))];
  const packages = await Promise.all(
    folders.map(async (folder) => {
      const text = await readFile(join(root, folder, 'package.json'), 'utf8');
      const { name, dependencies } = packageSchema.parse(JSON.parse(text));
      return { folder, name, dependencies: Object.keys(dependencies) };
    }),
  );
  const byName = new Map(packages.map((one) => [one.name, one]));
  return new Map(
    packages
      .filter(({ folder }) => apps.includes(folder))
      .map(({ folder, name }) => {
        const names = new Set([name]); // grows while it is walked through
        for (const each of names) for (const other of byName.get(each)?.dependencies ?? []) names.add(other);
        return [folder, new Set([...names].flatMap((each) => byName.get(each)?.folder ?? []))] as const;
      }),
  );
}

async function packagesIn(root: string, room: string): Promise<string[]> {
  const entries = await readdir(join(root, room), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => `${room}/${entry.name}`);
}
