/** @module The progress of an event, in three numbers and one sentence. */
import type { EventProgress } from '@visage/contracts/event.contract';
import { texts } from '../../texts/texts.js';
import { formatCount, wholePercent } from '../../texts/format.js';
import { ProgressBar } from '../../ui/progress.bar.js';

function sentenceOf(progress: EventProgress): string {
  if (progress.photos === 0) return texts.event.waitingForPhotos;
  if (progress.pending > 0) return texts.event.processing(progress.done + progress.failed, progress.photos);
  if (progress.grouping) return texts.event.grouping;
  return progress.failed > 0 ? texts.event.completeWithFailures(progress.failed) : texts.event.complete;
}

export function EventProgressPanel({ progress }: { progress: EventProgress }) {
  const facts: readonly [string, number][] = [
    [texts.event.photosLabel, progress.photos],
    [texts.event.facesLabel, progress.faces],
    [texts.event.peopleLabel, progress.people],
  ];
  const percent = wholePercent(progress.done + progress.failed, progress.photos);
  const working = progress.pending > 0 || progress.grouping;
  return (
    <section className="card event-progress" aria-label={texts.event.progressTitle}>
      <dl className="event-facts">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatCount(value)}</dd>
          </div>
        ))}
      </dl>
      <div className="event-state">
        <p className="row" role="status">
          {working ? <span className="spinner" aria-hidden="true" /> : null}
          {sentenceOf(progress)}
        </p>
        {progress.pending > 0 ? <ProgressBar label={texts.event.progressTitle} percent={percent} /> : null}
      </div>
    </section>
  );
}
