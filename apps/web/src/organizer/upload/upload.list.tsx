/** @module The queue as a person reads it: one line of totals, then each file with its state. */
import { texts } from '../../texts/texts.js';
import { wholePercent } from '../../texts/format.js';
import { Button } from '../../ui/button.js';
import { ProgressBar } from '../../ui/progress.bar.js';
import {
  inDisplayOrder,
  totalsOf,
  type Upload,
  type UploadAction,
  type UploadQueue,
} from './upload.queue.js';

/** Rows drawn at once; the rest is counted. */
const MAX_ROWS = 100;

interface UploadListProps {
  readonly queue: UploadQueue;
  readonly dispatch: (action: UploadAction) => void;
}

export function UploadList({ queue, dispatch }: UploadListProps) {
  const totals = totalsOf(queue);
  const rows = inDisplayOrder(queue.uploads);
  return (
    <section className="card uploads" aria-label={texts.upload.queueTitle}>
      <div className="row row-apart">
        <p role="status">
          <strong>
            {totals.active
              ? texts.upload.sending(totals.done, totals.total)
              : texts.upload.finished(totals.total)}
          </strong>
          {totals.problems > 0 ? (
            <span className="upload-problem"> · {texts.upload.problems(totals.problems)}</span>
          ) : null}
        </p>
        <div className="row">
          {totals.failed > 0 ? (
            <Button icon="retry" onClick={() => dispatch({ kind: 'retried', which: 'all' })}>
              {texts.upload.retryFailed}
            </Button>
          ) : null}
          {totals.finished > 0 ? (
            <Button look="quiet" onClick={() => dispatch({ kind: 'cleared' })}>
              {texts.upload.clearDone}
            </Button>
          ) : null}
        </div>
      </div>
      {totals.active ? (
        <ProgressBar label={texts.upload.queueTitle} percent={wholePercent(totals.sent, totals.bytes)} />
      ) : null}
      <ul role="list" className="upload-rows">
        {rows.slice(0, MAX_ROWS).map((upload) => (
          <UploadRow key={upload.key} upload={upload} dispatch={dispatch} />
        ))}
        {rows.length > MAX_ROWS ? (
          <li className="soft small">{texts.upload.more(rows.length - MAX_ROWS)}</li>
        ) : null}
      </ul>
    </section>
  );
}

function stateText(upload: Upload): string {
  const { state } = texts.upload;
  return upload.state === 'sending'
    ? state.sending(wholePercent(upload.sent, upload.file.size))
    : state[upload.state];
}

function UploadRow({ upload, dispatch }: { upload: Upload; dispatch: (action: UploadAction) => void }) {
  const { file, state, key } = upload;
  const problem = state === 'failed' || state === 'refused';
  return (
    <li className="upload-row" data-state={state}>
      <span className="upload-name">{file.name}</span>
      <span className="soft small">{texts.upload.size(file.size)}</span>
      <span className={problem ? 'small upload-problem' : 'small upload-state'}>{stateText(upload)}</span>
      {problem ? (
        <span className="upload-actions">
          {state === 'failed' ? (
            <Button
              look="quiet"
              icon="retry"
              aria-label={texts.upload.retryFile(file.name)}
              onClick={() => dispatch({ kind: 'retried', which: key })}
            />
          ) : null}
          <Button
            look="quiet"
            icon="close"
            aria-label={texts.upload.removeFile(file.name)}
            onClick={() => dispatch({ kind: 'removed', key })}
          />
        </span>
      ) : null}
      {upload.reason ? <span className="small upload-reason">{upload.reason}</span> : null}
    </li>
  );
}
