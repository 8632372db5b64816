import { eventSchema } from '@visage/contracts/event.contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startGateway, type GatewayFixture } from './testing/gateway.fixture.js';

let gateway: GatewayFixture;

beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.stop());

test('the gateway ends at once although somebody watches an event', async () => {
  await gateway.addUser('organizer@example.org', 'organizer');
  const organizer = await gateway.signIn('organizer@example.org');
  const event = eventSchema.parse(await (await organizer.post('/events', { name: 'Wedding' })).json());
  const watching = await organizer.fetch(`/events/${event.id}/progress/stream`);
  const reader = watching.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);

  const from = performance.now();
  await gateway.app.close();
  // browsers keep an idle connection for 4 seconds and more
  expect(performance.now() - from).toBeLessThan(2500);
  // the stream came to its end, it was not torn off
  while (reader && !(await reader.read()).done);
});
