/** @module The register of consents: whether its chain is whole, its entries, and files of all of it. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { ConsentCheck, ConsentEntry } from '@visage/contracts/consent.contract';
import { consentsCsvUrl, consentsJsonUrl } from '../../api/consent.api.js';
import { texts } from '../../texts/texts.js';
import { formatMoment } from '../../texts/format.js';
import { Button } from '../../ui/button.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { consentCheckQuery, consentsQuery } from './admin.query.js';

export function ConsentSection() {
  const check = useQuery(consentCheckQuery);
  const list = useInfiniteQuery(consentsQuery);
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? [];
  const wording = texts.admin.consents;
  return (
    <section className="card stack" aria-labelledby="consents-title">
      <div>
        <h2 id="consents-title">{wording.title}</h2>
        <p className="soft">{wording.hint}</p>
      </div>
      <ErrorNotice error={check.error ?? list.error} />
      {check.data ? <Chain check={check.data} /> : check.error === null ? <Loading /> : null}
      <div className="row">
        <a className="button" href={consentsJsonUrl()} download>
          <Icon name="download" />
          {wording.saveJson}
        </a>
        <a className="button" href={consentsCsvUrl()} download>
          <Icon name="download" />
          {texts.admin.exportCsv}
        </a>
      </div>
      {entries.length > 0 ? (
        <table className="audit-table">
          <thead>
            <tr>
              <th scope="col">{texts.admin.when}</th>
              <th scope="col">{texts.admin.what}</th>
              <th scope="col">{wording.version}</th>
              <th scope="col">{wording.pseudonym}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Row key={entry.number} entry={entry} />
            ))}
          </tbody>
        </table>
      ) : null}
      {list.hasNextPage ? (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {texts.admin.olderLines}
        </Button>
      ) : null}
    </section>
  );
}

function Chain({ check: { entries, head, broken } }: { check: ConsentCheck }) {
  const wording = texts.admin.consents;
  if (broken !== null) return <p className="notice notice-error">{wording.broken(broken)}</p>;
  return (
    <>
      <p>{wording.whole(entries)}</p>
      {head === null ? null : (
        <p className="soft small">
          {wording.head} <code className="consent-head">{head}</code>
        </p>
      )}
    </>
  );
}

function Row({ entry: { at, deed, by, version, keepLooking, who } }: { entry: ConsentEntry }) {
  const wording = texts.admin.consents;
  return (
    <tr>
      <td>{formatMoment(at)}</td>
      <td>
        <strong>{deed === 'narrowed' ? wording.narrowed : wording.by[by]}</strong>
        {keepLooking ? ` · ${wording.keepLooking}` : ''}
      </td>
      <td>{version}</td>
      <td className="soft">{who.slice(0, 10)}</td>
    </tr>
  );
}
