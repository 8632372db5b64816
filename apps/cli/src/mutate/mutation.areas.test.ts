import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { repositoryFolder } from '../repository.folder.js';
import { isIn, MUTATION_AREAS, slugOf, sourcesOf, testsOf, UNMEASURED } from './mutation.areas.js';

let packages: string[];
let files: string[];
beforeAll(async () => {
  const of = async (folder: string) =>
    (await readdir(join(repositoryFolder, folder), { withFileTypes: true }))
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `${folder}/${name}`);
  packages = [...(await of('apps')), ...(await of('libs'))];
  files = (await Promise.all(packages.map((folder) => filesBelow(`${folder}/src`)))).flat();
});

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(join(repositoryFolder, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(repositoryFolder, join(entry.parentPath, entry.name)));
}

it('every library and app has an area, or a reason to have none', () => {
  for (const folder of packages) {
    const code = MUTATION_AREAS.flatMap((area) => sourcesOf(area, files)).filter((file) =>
      isIn(file, [folder]),
    );
    expect([folder, code.length > 0]).toEqual([folder, !(folder in UNMEASURED)]);
  }
});

it('no file is judged twice, and nothing but pages, tests and generated code is left out', () => {
  const judged = MUTATION_AREAS.flatMap((area) => sourcesOf(area, files));
  expect(new Set(judged).size).toBe(judged.length);
  const left = files.filter(
    (file) => /[.]ts$/.test(file) && !judged.includes(file) && !isIn(file, Object.keys(UNMEASURED)),
  );
  const reasons =
    /[.]test[.]ts$|[/](testing|generated)[/]|[.]d[.]ts$|main[.]ts$|[.]worker[.]ts$|[.]fixture[.]ts$|[.](hook|query|api)[.]ts$/;
  expect(left.filter((file) => !reasons.test(file)).sort()).toEqual([
    'apps/cli/src/mutate/mutant.setup.ts',
    'apps/web/src/guest/later.pages.ts',
    'apps/web/src/texts/de.ts',
    'apps/web/src/texts/en.ts',
    'apps/web/src/upload/upload.registry.ts',
    'apps/web/src/upload/uploader.ts',
    'libs/keys/src/key.store.contract.ts',
    'libs/storage/src/object.store.contract.ts',
  ]);
});

it('what must not go wrong has the higher goal, wherever in the gateway it is', () => {
  const goalOf = (file: string) => MUTATION_AREAS.find((area) => sourcesOf(area, files).includes(file))?.goal;
  for (const file of [
    'apps/gateway/src/session/session.service.ts',
    'apps/gateway/src/guest/guest.join.ts',
    'libs/access/src/access.decision.ts',
  ]) {
    expect([file, goalOf(file)]).toEqual([file, 85]);
  }
  expect(goalOf('apps/gateway/src/zip/zip.layout.ts')).toBe(70);
});

it('every area is judged by existing tests', () => {
  for (const area of MUTATION_AREAS) {
    expect([area.name, testsOf(area, files).length > 0]).toEqual([area.name, true]);
    for (const folder of [...area.folders, ...(area.judges ?? [])])
      expect(files.some((file) => isIn(file, [folder]))).toBe(true);
  }
  expect(new Set(MUTATION_AREAS.map(slugOf)).size).toBe(MUTATION_AREAS.length);
});

it('a folder contains what is in it, not what merely starts with the same name', () => {
  expect(isIn('libs/drive/src/a.ts', ['libs/drive'])).toBe(true);
  expect(isIn('libs/drive-sync/src/a.ts', ['libs/drive'])).toBe(false);
  expect(isIn('libs/drive/src/a.ts', ['libs/drive/src/a.ts'])).toBe(true);
  expect(isIn('libs/drive/src/a.ts', [''])).toBe(true);
});
