/** @module Keeps so many threads or connections busy, no more. */

/** As `Promise.all(items.map(work))` with at most `width` at once; results in the order of the items. */
export async function mapWide<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [i, item] of queue) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
