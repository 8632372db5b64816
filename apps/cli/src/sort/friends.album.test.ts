import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { pairwiseScore } from '@visage/clustering/measure/grouping.metrics';
import { boxSchema } from '@visage/contracts/geometry.contract';
import { iou } from '@visage/vision/face/box.geometry';
import { inRepository } from '../repository.folder.js';
import { sortProgress } from './sort.progress.js';
import { sortFolder } from './sort.run.js';
import type { SortSummary } from './summary.file.js';

const album = join(process.env.VISAGE_DATA ?? inRepository('../shared/data'), 'albums/friends');
const present = existsSync(join(album, 'labels.json'));

const labelsSchema = z.object({
  photos: z.array(
    z.object({ file: z.string(), faces: z.array(z.object({ person: z.string(), box: boxSchema })) }),
  ),
});

/** A labelled face counts as found from this intersection over union on. */
const FOUND_IOU = 0.4;

describe.skipIf(!present)(present ? 'the friends album' : 'the friends album (skipped: no data)', () => {
  let out: string;
  let summary: SortSummary;
  /** Who each labelled face is, and the person it was sorted to. */
  let found: { truth: string; person: string }[];

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'visage-friends-'));
    const result = await sortFolder(
      join(album, 'photos'),
      { out, minPhotos: 1, threads: 2, references: join(album, 'references') },
      sortProgress(true),
      new AbortController().signal,
    );
    if (!result) throw new Error('the sort was interrupted');
    summary = result.summary;
    const { photos } = labelsSchema.parse(JSON.parse(await readFile(join(album, 'labels.json'), 'utf8')));
    found = photos.flatMap(({ file, faces }) => {
      const detected = summary.photos.find((photo) => photo.file === basename(file))?.faces ?? [];
      return faces.flatMap(({ person: truth, box }) =>
        detected
          .filter((face) => iou(face.box, box) >= FOUND_IOU)
          .map(({ person }) => ({ truth, person: person ?? `nobody at ${box.join()}` })),
      );
    });
    expect(photos.reduce((sum, { faces }) => sum + faces.length, 0)).toBe(23);
  }, 180_000);
  afterAll(() => rm(out, { recursive: true, force: true }));

  it('has its 23 faces found, and nothing else taken for a face', () => {
    expect(found).toHaveLength(23);
    expect(summary.photos.reduce((sum, { faces }) => sum + faces.length, 0)).toBe(23);
  });

  it('is grouped without a mistake', () => {
    const score = pairwiseScore(
      found.map(({ person }) => person),
      found.map(({ truth }) => truth),
    );
    expect(score).toEqual({ precision: 1, recall: 1, f1: 1 });
  });

  it('gives the seven people the names of their references, and nobody the name of a person in no photo', () => {
    const names = new Map(summary.people.map(({ id, name }) => [id, name]));
    const friends = ['amy', 'bernadette', 'howard', 'leonard', 'penny', 'raj', 'sheldon'];
    expect([...names.values()].sort()).toEqual(friends);
    for (const { truth, person } of found) expect(names.get(person)).toBe(truth);
  });
});
