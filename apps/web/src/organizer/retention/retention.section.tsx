/** @module How long an event is kept, at the foot of its page. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { texts } from '../../texts/texts.js';
import { formatDay } from '../../texts/format.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { RetentionDialog } from './retention.dialog.js';
import { retentionQuery } from './retention.query.js';

export function RetentionSection({ eventId, manages }: { eventId: string; manages: boolean }) {
  const { data, error } = useQuery(retentionQuery(eventId));
  const [changing, setChanging] = useState(false);
  const wording = texts.retention;
  return (
    <section id="retention" className="card stack" aria-labelledby="retention-title">
      <h2 id="retention-title">{wording.title}</h2>
      <ErrorNotice error={error} />
      {data ? (
        <>
          <p>
            {data.facesEndedAt === null
              ? wording.facesUntil(formatDay(data.facesLastDay))
              : wording.facesEnded(formatDay(data.facesEndedAt))}
          </p>
          <p>
            {data.photosLastDay === null
              ? wording.photosForever
              : wording.photosUntil(formatDay(data.photosLastDay))}
          </p>
          {manages ? (
            <div className="row">
              <Button onClick={() => setChanging(true)}>{wording.change}</Button>
            </div>
          ) : null}
          {changing ? (
            <RetentionDialog eventId={eventId} retention={data} onClose={() => setChanging(false)} />
          ) : null}
        </>
      ) : null}
    </section>
  );
}
