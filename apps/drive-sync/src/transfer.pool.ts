/** @module A bounded number of transfers at a time. */

/** The first error lets the others under way end, starts no more, and is thrown. */
export async function transferEach<T>(
  items: readonly T[],
  atOnce: number,
  transfer: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  let failure: { error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    for (const item of queue) {
      if (failure) return;
      try {
        await transfer(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  if (failure) throw failure.error;
}
