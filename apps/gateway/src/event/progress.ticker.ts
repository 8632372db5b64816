/** @module One timer and one reading a second for all who watch an event in this process, however many they are. */
import { defer, exhaustMap, finalize, ReplaySubject, share, timer, type Observable } from 'rxjs';

const POLL_MS = 1000;

/** @param T what is read; whoever comes later has the last of it at once. */
export class ProgressTicker<T> {
  /** A user for each tab. */
  private readonly watchers: string[] = [];
  private readonly ticks: Observable<T>;

  /** @param ended nobody watches any more. */
  constructor(read: (userIds: readonly string[]) => Promise<T>, ended: () => void) {
    this.ticks = timer(0, POLL_MS).pipe(
      exhaustMap(() => read([...new Set(this.watchers)])),
      finalize(ended),
      share({ connector: () => new ReplaySubject(1) }),
    );
  }

  watch(userId: string): Observable<T> {
    return defer(() => {
      this.watchers.push(userId);
      return this.ticks.pipe(finalize(() => this.watchers.splice(this.watchers.indexOf(userId), 1)));
    });
  }
}
