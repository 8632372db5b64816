/**
 * @module `index.html`: people, their photos with boxes, what could not be read; opens from disk, needs no network.
 */
import { inOrderTaken } from './photo.order.js';
import { WORK_FOLDER } from './output.folder.js';
import { coverPath } from './output.plan.js';
import { galleryScript } from './gallery.script.js';
import { galleryStyle } from './gallery.style.js';
import type { SortedPerson, SortedPhoto } from './sorted.photo.js';

/** The data for the page's script; addresses are relative to the page and encoded. */
export interface GalleryData {
  people: { name: string; cover: string; photos: number[] }[];
  /** `faces`: x, y, width, height in pixels of the upright photo, and the index of the person or -1. */
  photos: {
    file: string;
    href: string;
    thumbnail: string;
    width: number;
    height: number;
    faces: number[][];
  }[];
  errors: { file: string; reason: string }[];
}

/**
 * @param people those with a folder
 * @param links photo -> its path in the result, relative to the page
 */
export function galleryPage(
  photos: readonly SortedPhoto[],
  people: readonly SortedPerson[],
  links: ReadonlyMap<string, string>,
): string {
  const data = galleryData(photos, people, links);
  const faces = data.photos.reduce((sum, photo) => sum + photo.faces.length, 0);
  const views = [
    view('people', 'People', data.people.length),
    view('photos', 'Photos', data.photos.length),
    // An empty section is not worth its space on a phone.
    ...[
      view('without', 'No faces', data.photos.filter((photo) => photo.faces.length === 0).length),
      view('unreadable', 'Unreadable', data.errors.length),
    ].filter(({ size }) => size > 0),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>People in ${data.photos.length} photos</title>
<style>${galleryStyle}</style>
</head>
<body>
<header>
<h1><a href="#people">Visage</a></h1>
<nav aria-label="Views">
${views.map(({ html }) => html).join('\n')}
</nav>
<p>${faces} ${faces === 1 ? 'face' : 'faces'}</p>
<label class="switch"><input type="checkbox" id="boxes" checked> Boxes</label>
</header>
<main id="view" tabindex="-1"></main>
<dialog id="viewer" tabindex="-1" aria-label="Photo"></dialog>
<noscript>Please allow scripts: this page is drawn by one of its own, and loads nothing from elsewhere.</noscript>
<script type="application/json" id="data">${embeddedJson(data)}</script>
<script>${galleryScript}</script>
</body>
</html>
`;
}

function view(hash: string, title: string, size: number): { html: string; size: number } {
  return { html: `<a href="#${hash}">${title} <b>${size}</b></a>`, size };
}

function galleryData(
  photos: readonly SortedPhoto[],
  people: readonly SortedPerson[],
  links: ReadonlyMap<string, string>,
): GalleryData {
  const readable = inOrderTaken(photos.filter(({ error }) => !error));
  const photoIndex = new Map(readable.map((photo, index) => [photo, index]));
  const personIndex = new Map(people.map((person, index) => [person, index]));
  return {
    people: people.map((person) => ({
      name: person.name ?? person.folder ?? person.id,
      cover: address(coverPath(person)),
      photos: person.photos.flatMap((photo) => photoIndex.get(photo) ?? []).sort((a, b) => a - b),
    })),
    photos: readable.map(({ file, key, width, height, faces }) => ({
      file,
      // What lies nowhere is seen small at least.
      href: address(links.get(file) ?? thumbnailOf(key)),
      thumbnail: address(thumbnailOf(key)),
      width,
      height,
      faces: faces.map(({ box, person }) => [
        ...box.map(Math.round),
        person ? (personIndex.get(person) ?? -1) : -1,
      ]),
    })),
    errors: photos.flatMap(({ file, error }) => (error ? [{ file, reason: error.reason }] : [])),
  };
}

function thumbnailOf(key: string): string {
  return `${WORK_FOLDER}/thumbnails/${key}.webp`;
}

function address(path: string): string {
  const wellFormed = path.replace(/\p{Surrogate}/gu, '\ufffd');
  return wellFormed.split('/').map(encodeURIComponent).join('/');
}

/** JSON that cannot end the script element it is in, whatever the names of files and people. */
export function embeddedJson(data: unknown): string {
  return JSON.stringify(data).replace(/[<\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
