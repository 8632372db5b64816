import { expect, it } from 'vitest';
import { galleryPage } from './gallery.page.js';
import type { SortedPerson, SortedPhoto } from './sorted.photo.js';

const evil = '</script><img src=x onerror=alert(1)>.jpg';

function page(): string {
  const photo: SortedPhoto = { key: 'ab12', file: evil, width: 100, height: 50, faces: [] };
  const broken: SortedPhoto = {
    ...photo,
    file: 'b.jpg',
    error: { code: 'corrupt-image', reason: 'It ends early.' },
  };
  const face: SortedPhoto['faces'][number] = {
    box: [1.4, 2.6, 30, 40],
    score: 1,
    landmarks: [
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ],
    quality: 1,
    embedding: new Float32Array(0),
    index: 0,
    person: null,
  };
  const person: SortedPerson = {
    id: 'person-001',
    name: evil,
    folder: 'a #1',
    picture: 'a #1',
    cover: { photo, face },
    photos: [photo],
  };
  photo.faces.push({ ...face, person });
  return galleryPage([photo, broken], [person], new Map([[evil, `a #1/100% ü.jpg`]]));
}

it('cannot be broken out of by names of files and people', () => {
  const html = page();
  expect(html.match(/<\/script>/g)).toHaveLength(2);
  expect(html).not.toContain('<img src=x');
});

it('links to files on disk with encoded relative addresses and lists what could not be read', () => {
  const json = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page())?.[1] ?? '';
  expect(JSON.parse(json)).toEqual({
    people: [{ name: evil, cover: 'Faces/a%20%231.jpg', photos: [0] }],
    photos: [
      {
        file: evil,
        href: 'a%20%231/100%25%20%C3%BC.jpg',
        thumbnail: '.visage-sort/thumbnails/ab12.webp',
        width: 100,
        height: 50,
        faces: [[1, 3, 30, 40, 0]],
      },
    ],
    errors: [{ file: 'b.jpg', reason: 'It ends early.' }],
  });
});

it('loads nothing from a network', () => {
  expect(page()).not.toMatch(/https?:\/\//);
});
