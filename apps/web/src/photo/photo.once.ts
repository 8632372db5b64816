/** @module Pages of photos as one list. */

/** One that was dated anew between two pages is on both, and is shown where it was read last. */
export function eachOnce<Photo extends { readonly id: string }>(photos: readonly Photo[]): Photo[] {
  const last = new Map(photos.map((photo, place) => [photo.id, place]));
  return photos.filter(({ id }, place) => last.get(id) === place);
}
