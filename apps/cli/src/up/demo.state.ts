/**
 * @module Progress of the demo event, kept so that an interrupted first start continues it instead of making a second
 * one.
 */

import { readIfPresent, writePrivateFile } from '@visage/embedded/secret.file';
import { z } from 'zod';

const demoStateSchema = z.object({
  eventId: z.uuid(),
  /** The guest link; set once the event is sorted and shared. */
  guestUrl: z.url().optional(),
});
export type DemoState = z.infer<typeof demoStateSchema>;

export async function readDemoState(file: string): Promise<DemoState | undefined> {
  const text = await readIfPresent(file);
  return text === undefined ? undefined : demoStateSchema.parse(JSON.parse(text));
}

export function writeDemoState(file: string, state: DemoState): Promise<void> {
  return writePrivateFile(file, JSON.stringify(state));
}
