import { expect, test } from 'vitest';
import { repositoryFolder } from '../repository.folder.js';
import { readPackageNeeds } from './package.needs.js';

test('an app stands on its libraries and on theirs, not on those of other apps', async () => {
  const needs = await readPackageNeeds(repositoryFolder, ['apps/clusterer', 'apps/gateway']);
  const clusterer = [...(needs.get('apps/clusterer') ?? [])];
  expect([...needs.keys()].toSorted()).toEqual(['apps/clusterer', 'apps/gateway']);
  // `access` comes in through `database`
  for (const part of ['apps/clusterer', 'libs/clustering', 'libs/database', 'libs/access'])
    expect(clusterer).toContain(part);
  for (const other of ['apps/gateway', 'libs/originals', 'libs/testing'])
    expect(clusterer).not.toContain(other);
});
