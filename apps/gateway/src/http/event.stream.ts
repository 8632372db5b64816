/** @module Server-sent events that proxies do not cut off. */
import type { MessageEvent } from '@nestjs/common';
import { ignoreElements, interval, last, map, merge, takeUntil, type Observable } from 'rxjs';

/** Proxies close a connection on which nothing moves, many after 30 to 60 seconds. */
const HEARTBEAT_MS = 20_000;

/** @param messages shared, for they are listened to twice; with their end the stream ends */
export function withHeartbeat(messages: Observable<MessageEvent>): Observable<MessageEvent> {
  const heartbeat = interval(HEARTBEAT_MS).pipe(map((): MessageEvent => ({ type: 'heartbeat', data: '' })));
  const ended = messages.pipe(ignoreElements(), last(null, null));
  return merge(messages, heartbeat.pipe(takeUntil(ended)));
}
