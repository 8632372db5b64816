/** @module The queue as a person reads it: one line of totals, then each file with its state. */
import { texts } from '../texts/texts.js';
import { wholePercent } from '../texts/format.js';
import { Button } from '../ui/button.js';
import { ProgressBar } from '../ui/progress.bar.js';
import { inDisplayOrder, isProblem, mayRetry, totalsOf, type UploadRow } from './upload.row.js';
import type { Uploader, UploadList } from './uploader.js';

/** Rows drawn at once; the rest is only counted. */
const MAX_ROWS = 100;

interface UploadRowsProps {
  readonly list: UploadList;
  readonly uploader: Uploader;
}

export function UploadRows({ list: { rows, paused }, uploader }: UploadRowsProps) {
  const totals = totalsOf(rows);
  const shown = inDisplayOrder(rows).slice(0, MAX_ROWS);
  return (
    <section className="card uploads" aria-label={texts.upload.queueTitle}>
      <div className="row row-apart">
        <p role="status">
          <strong>
            {!totals.active
              ? texts.upload.finished(totals.total)
              : paused
                ? texts.upload.paused(totals.done, totals.total)
                : texts.upload.sending(totals.done, totals.total)}
          </strong>
          {totals.problems > 0 ? (
            <span className="upload-problem"> · {texts.upload.problems(totals.problems)}</span>
          ) : null}
        </p>
        <div className="row">
          {totals.failed > 0 ? (
            <Button icon="retry" onClick={() => uploader.retry('all')}>
              {texts.upload.retryFailed}
            </Button>
          ) : null}
          {totals.active ? (
            <Button icon={paused ? 'play' : 'pause'} onClick={() => uploader.setPaused(!paused)}>
              {paused ? texts.upload.resume : texts.upload.pause}
            </Button>
          ) : null}
          {totals.finished > 0 ? (
            <Button look="quiet" onClick={uploader.clearFinished}>
              {texts.upload.clearDone}
            </Button>
          ) : null}
        </div>
      </div>
      {totals.missing > 0 ? <p className="soft small">{texts.upload.missingHint(totals.missing)}</p> : null}
      {totals.active ? (
        <ProgressBar label={texts.upload.queueTitle} percent={wholePercent(totals.sent, totals.bytes)} />
      ) : null}
      <ul role="list" className="upload-rows">
        {shown.map((row) => (
          <Row key={row.id} row={row} uploader={uploader} />
        ))}
        {rows.length > MAX_ROWS ? (
          <li className="soft small">{texts.upload.more(rows.length - MAX_ROWS)}</li>
        ) : null}
      </ul>
    </section>
  );
}

function stateText({ state, sent, size }: UploadRow): string {
  const said = texts.upload.state;
  return state === 'sending' ? said.sending(wholePercent(sent, size)) : said[state];
}

function Row({ row, uploader }: { row: UploadRow; uploader: Uploader }) {
  const { id, name, state, reason } = row;
  const problem = isProblem(row);
  const because = state === 'offline' ? texts.upload.lost : reason;
  return (
    <li className="upload-row" data-state={state}>
      <span className="upload-name">{name}</span>
      <span className="soft small">{texts.upload.size(row.size)}</span>
      <span className={problem ? 'small upload-problem' : 'small upload-state'}>{stateText(row)}</span>
      {problem ? (
        <span className="upload-actions">
          {mayRetry(row) ? (
            <Button
              look="quiet"
              icon="retry"
              aria-label={texts.upload.retryFile(name)}
              onClick={() => uploader.retry({ id })}
            />
          ) : null}
          <Button
            look="quiet"
            icon="close"
            aria-label={texts.upload.removeFile(name)}
            onClick={() => uploader.remove(id)}
          />
        </span>
      ) : null}
      {because ? <span className="small upload-reason">{because}</span> : null}
    </li>
  );
}
