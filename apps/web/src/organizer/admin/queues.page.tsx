/** @module The queues of the workers: how full they are, and what failed for good. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { JobFailure, QueueState } from '@visage/contracts/queue.contract';
import { retryJob } from '../../api/admin.api.js';
import { texts } from '../../texts/texts.js';
import { formatMoment } from '../../texts/format.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { AdminFrame } from './admin.frame.js';
import { jobFailuresQuery, queuesQuery } from './admin.query.js';

export function QueuesPage() {
  const { data, error, isPending, refetch } = useQuery(queuesQuery);
  return (
    <AdminFrame title={texts.admin.queues}>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      {isPending ? <Loading /> : null}
      <ul role="list" className="admin-list">
        {data?.queues.map((queue) => (
          <li key={queue.name} className="card stack">
            <div className="row row-apart">
              <h2>{texts.admin.queueNames[queue.name]}</h2>
              <p className="soft small">{texts.admin.queueCounts(queue)}</p>
            </div>
            {queue.failed > 0 ? <Failures queue={queue} /> : null}
          </li>
        ))}
      </ul>
    </AdminFrame>
  );
}

function Failures({ queue }: { queue: QueueState }) {
  const queryClient = useQueryClient();
  const { data, error } = useQuery(jobFailuresQuery(queue.name));
  const retrying = useMutation({
    mutationFn: (job: JobFailure) => retryJob(queue.name, job.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: queuesQuery.queryKey }),
  });
  return (
    <>
      <ErrorNotice error={error ?? retrying.error} />
      <ul
        role="list"
        className="admin-list"
        aria-label={texts.admin.failuresOf(texts.admin.queueNames[queue.name])}
      >
        {data?.failures.map((job) => (
          <li key={job.id} className="admin-row">
            <div>
              <p>{job.reason}</p>
              <p className="soft small">
                {texts.admin.failedAt(formatMoment(job.failedAt), job.attempts)} {job.subjectId}
              </p>
            </div>
            <Button icon="retry" disabled={retrying.isPending} onClick={() => retrying.mutate(job)}>
              {texts.common.retry}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
