/** @module What of an event ends soon, told to its organizer until it has been read. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { readRetentionNotices } from '../../api/retention.api.js';
import { texts } from '../../texts/texts.js';
import { formatDay } from '../../texts/format.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { retentionQuery } from './retention.query.js';

export function RetentionNotices({ eventId, manages }: { eventId: string; manages: boolean }) {
  const { data } = useQuery(retentionQuery(eventId));
  const queryClient = useQueryClient();
  const reading = useMutation({
    mutationFn: () => readRetentionNotices(eventId),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: retentionQuery(eventId).queryKey }),
  });
  if (!data || data.notices.length === 0) return null;
  return (
    <section className="card stack retention-notice" aria-label={texts.retention.soon} role="status">
      <h2>{texts.retention.soon}</h2>
      {data.notices.map(({ what, lastDay }) => (
        <p key={what}>{texts.retention.ends[what](formatDay(lastDay))}</p>
      ))}
      <ErrorNotice error={reading.error} />
      {manages ? (
        <div className="row">
          <a className="button" href="#retention">
            {texts.retention.look}
          </a>
          <Button busy={reading.isPending} onClick={() => reading.mutate()}>
            {texts.retention.read}
          </Button>
        </div>
      ) : null}
    </section>
  );
}
