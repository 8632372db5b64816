/** @module The event as a code shows it: what its holder may do, and each photo with why it is shown or not. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Share, ShareCode, ViewAs } from '@visage/contracts/share.contract';
import { wordsFor } from '../../api/api.error.js';
import { FIRST_PAGE } from '../../api/api.request.js';
import { thumbnailUrl } from '../../api/photo.api.js';
import { viewAs } from '../../api/share.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice, Loading } from '../../ui/notice.js';
import { shareGuestsQuery } from './share.query.js';

interface ViewAsProps {
  readonly share: Share;
  readonly code: ShareCode;
  readonly onClose: () => void;
}

export function ViewAsDialog({ share, code, onClose }: ViewAsProps) {
  const [guestId, setGuestId] = useState<string | null>(null);
  const view = useInfiniteQuery({
    queryKey: ['code', code.id, 'view', guestId],
    queryFn: ({ pageParam }) => viewAs(code.id, guestId, pageParam),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    // opened to see the present state
    staleTime: 0,
  });
  const [first] = view.data?.pages ?? [];
  return (
    <Dialog title={texts.share.viewAs(code.label)} onClose={onClose}>
      <p className="soft">{texts.share.viewAsHint}</p>
      <WhoLooks share={share} code={code} guestId={guestId} onChange={setGuestId} />
      <ErrorNotice error={view.error} onRetry={() => void view.refetch()} />
      {first ? <Actions view={first} /> : view.error === null ? <Loading /> : null}
      {view.data ? <Photos photos={view.data.pages.flatMap((page) => page.photos)} /> : null}
      {view.hasNextPage ? (
        <Button busy={view.isFetchingNextPage} onClick={() => void view.fetchNextPage()}>
          {texts.common.loadMore}
        </Button>
      ) : null}
      <div className="row row-end">
        <Button onClick={onClose}>{texts.common.close}</Button>
      </div>
    </Dialog>
  );
}

interface WhoLooksProps {
  readonly share: Share;
  readonly code: ShareCode;
  readonly guestId: string | null;
  readonly onChange: (guestId: string | null) => void;
}

function WhoLooks({ share, code, guestId, onChange }: WhoLooksProps) {
  const id = useId();
  const { data } = useQuery(shareGuestsQuery(share.id));
  const guests = data?.guests.filter((guest) => guest.codeId === code.id) ?? [];
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {texts.share.viewAsWho}
      </label>
      <select
        id={id}
        className="input"
        value={guestId ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      >
        <option value="">{texts.share.viewAsScanned}</option>
        {guests.map((guest) => (
          <option key={guest.id} value={guest.id}>
            {texts.share.viewAsGuest(guest.name ?? texts.share.namelessGuest, guest.joinedAt)}
          </option>
        ))}
      </select>
    </div>
  );
}

function Actions({ view }: { view: ViewAs }) {
  return (
    <ul role="list" className="view-actions">
      {view.actions.map(({ action, decision }) => (
        <li key={action} data-allowed={decision.allowed || undefined}>
          <Icon name={decision.allowed ? 'check' : 'close'} />
          <span>
            <span className="visually-hidden">
              {decision.allowed ? texts.share.may : texts.share.mayNot}:{' '}
            </span>
            {texts.share.viewActions[action]}
            {decision.allowed ? null : (
              <span className="soft small choice-hint">{wordsFor(decision.reason, decision.text)}</span>
            )}
          </span>
        </li>
      ))}
      {view.presentation.watermark ? <li>{texts.share.watermark}</li> : null}
    </ul>
  );
}

function Photos({ photos }: { photos: ViewAs['photos'] }) {
  const shown = photos.filter(({ decision }) => decision.allowed).length;
  return (
    <section className="stack" aria-label={texts.share.viewPhotos}>
      <p>{texts.share.viewShown(shown, photos.length)}</p>
      <ul role="list" className="view-photos">
        {photos.map(({ id, fileName, decision }) => (
          <li key={id} data-allowed={decision.allowed || undefined}>
            <img src={thumbnailUrl(id)} alt={fileName} loading="lazy" />
            <span className="small">
              {decision.allowed ? texts.share.viewIs : texts.share.viewIsNot}:{' '}
              {wordsFor(decision.reason, decision.text)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
