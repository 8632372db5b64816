/** @module One import or export: its progress, and at the end a report whose numbers add up. */
import { useQuery } from '@tanstack/react-query';
import { texts } from '../../texts/texts.js';
import { formatCount } from '../../texts/format.js';
import { ErrorNotice } from '../../ui/notice.js';
import { ProgressBar } from '../../ui/progress.bar.js';
import { failuresQuery } from './drive.query.js';

interface DriveRunCardProps {
  readonly eventId: string;
  readonly kind: 'import' | 'export';
  readonly id: string;
  readonly name: string;
  readonly state: 'pending' | 'running' | 'done' | 'failed';
  /** Why the whole run stopped. */
  readonly error: string | null;
  readonly total: number;
  readonly waiting: number;
  readonly failed: number;
  /** The outcomes of the files; together with those waiting they make up the total. */
  readonly parts: readonly (readonly [string, number])[];
}

export function DriveRunCard({
  eventId,
  kind,
  id,
  name,
  state,
  error,
  total,
  waiting,
  failed,
  parts,
}: DriveRunCardProps) {
  const settled = total - waiting;
  const percent = total === 0 ? 0 : Math.floor((100 * settled) / total);
  const underWay = state === 'pending' || state === 'running';
  return (
    <article className="card stack drive-run" aria-label={name}>
      <div className="row row-apart">
        <h3 className="drive-run-name">{name}</h3>
        <span className="soft" role="status">
          {texts.drive.states[kind][state]}
        </span>
      </div>
      {underWay ? <ProgressBar label={name} percent={percent} /> : null}
      <p>{underWay ? texts.drive.progress(settled, total) : texts.drive.total[kind](total)}</p>
      <dl className="drive-parts">
        {parts.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatCount(count)}</dd>
          </div>
        ))}
        {waiting > 0 ? (
          <div>
            <dt>{texts.drive.parts.waiting}</dt>
            <dd>{formatCount(waiting)}</dd>
          </div>
        ) : null}
      </dl>
      {error === null ? null : <p className="notice notice-error">{error}</p>}
      {failed > 0 && !underWay ? <Failures eventId={eventId} kind={kind} id={id} /> : null}
    </article>
  );
}

function Failures({ eventId, kind, id }: { eventId: string; kind: 'import' | 'export'; id: string }) {
  const { data, error, refetch } = useQuery(failuresQuery(eventId, kind, id));
  return (
    <details>
      <summary>{texts.drive.failuresTitle}</summary>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      <ul className="drive-failures">
        {data?.map(({ name, reason }, index) => (
          <li key={`${index} ${name}`}>
            <strong className="drive-run-name">{name}</strong>
            <span className="soft">{reason}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
