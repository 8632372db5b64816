/** @module Which LFW faces are trained on, which are tested on, and which are left alone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folds whose people are kept for testing and never trained on. */
export const TEST_FOLDS = [7, 8];

const PAIRS_PER_FOLD = 600;
/** A face beside the main one is used only where its eyes are this far apart (pixels): smaller ones are a blur. */
const BACKGROUND_EYES = 15;
const BACKGROUND_SCORE = 0.7;

const photoOf = (person, number) => `${person}/${person}_${number.padStart(4, '0')}.jpg`;

/**
 * The pairs of the test folds.
 * @returns {{fold: number, same: boolean, a: string, b: string}[]} a and b are photos as named in faces.json
 */
export function testPairs(lfw) {
  const lines = readFileSync(join(lfw, 'pairs.txt'), 'utf8').trim().split('\n').slice(1);
  return lines
    .map((line, index) => ({ fold: Math.floor(index / PAIRS_PER_FOLD) + 1, parts: line.trim().split('\t') }))
    .filter(({ fold }) => TEST_FOLDS.includes(fold))
    .map(({ fold, parts }) => {
      const same = parts.length === 3;
      const other = same ? [parts[0], parts[2]] : [parts[2], parts[3]];
      return { fold, same, a: photoOf(parts[0], parts[1]), b: photoOf(other[0], other[1]) };
    });
}

/**
 * Every LFW face to prepare: the main faces and the background faces of people outside the test folds ('train'), and
 * the main faces of the photos in the test pairs ('test'). Other photos of test people are not touched at all.
 */
export function lfwFaces(lfw, pairs) {
  const found = JSON.parse(readFileSync(join(lfw, 'faces.json'), 'utf8'));
  const testPhotos = new Set(pairs.flatMap(({ a, b }) => [a, b]));
  const testPeople = new Set([...testPhotos].map((photo) => photo.split('/')[0]));
  const faces = [];
  for (const [photo, candidates] of Object.entries(found)) {
    const person = photo.split('/')[0];
    const main = candidates.reduce(
      (best, face) => (offCentre(face) < offCentre(best) ? face : best),
      candidates[0],
    );
    const path = join(lfw, 'images', photo);
    if (testPeople.has(person)) {
      if (testPhotos.has(photo) && main) {
        faces.push({ id: photo, source: 'lfw', split: 'test', person, path, landmarks: main.landmarks });
      }
      continue;
    }
    candidates.forEach((face, index) => {
      const { landmarks } = face;
      if (face === main) faces.push({ id: photo, source: 'lfw', split: 'train', person, path, landmarks });
      else if (isUsable(face)) {
        faces.push({
          id: `${photo}#${index}`,
          source: 'lfw-background',
          split: 'train',
          person: null,
          path,
          landmarks,
        });
      }
    });
  }
  return faces;
}

/** Distance of a face from the centre of the 250x250 photo, where LFW puts the person it names. */
function offCentre({ box: [x, y, width, height] }) {
  return Math.hypot(x + width / 2 - 125, y + height / 2 - 125);
}

function isUsable({ box: [x, y, width, height], score, landmarks: points }) {
  const eyes = Math.hypot(points[1][0] - points[0][0], points[1][1] - points[0][1]);
  const inside = x > -5 && y > -5 && x + width < 255 && y + height < 255;
  return inside && score >= BACKGROUND_SCORE && eyes >= BACKGROUND_EYES;
}
