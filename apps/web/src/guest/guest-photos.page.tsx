/** @module A guest's photos: grid, viewer, originals, and the way to be forgotten. */
import { useCallback, useState } from 'react';
import type { GuestWelcome } from '@visage/contracts/guest.contract';
import { forgetGuest, readWithdrawn } from '../api/guest.api.js';
import { createGuestZip } from '../api/zip.api.js';
import { PhotoGrid } from '../photo/photo.grid.js';
import { texts } from '../texts/texts.js';
import { formatDay, formatWeekday } from '../texts/format.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm.dialog.js';
import { Icon } from '../ui/icon.js';
import { ErrorNotice, Loading } from '../ui/notice.js';
import { ZipGrid } from '../zip/zip.grid.js';
import type { ZipOrder } from '../zip/zip.order.js';
import { GuestUploadSection } from './guest-upload.section.js';
import { GuestDriveSection } from './guest-drive.section.js';
import { useGuestPhotos } from './guest-photos.hook.js';
import type { GuestAction } from './guest.step.js';
import { GuestViewer, type GuestStatement } from './guest.viewer.js';
import { useOpenPhoto } from './hash.hook.js';
import { StatementNotice } from './statement.notice.js';

interface GuestPhotosPageProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  /** How many photos another selfie has just added. */
  readonly added: number | null;
  readonly dispatch: (action: GuestAction) => void;
}

export function GuestPhotosPage({ token, welcome, added, dispatch }: GuestPhotosPageProps) {
  const mine = welcome.scope === 'own-photos';
  const [onlyMine, setOnlyMine] = useState(!mine && welcome.identified);
  const [statement, setStatement] = useState<GuestStatement | null>(null);
  const list = useGuestPhotos(token, onlyMine ? 'mine' : undefined);
  const openPhoto = useOpenPhoto();
  const order = useCallback<ZipOrder>(
    (photoIds) =>
      createGuestZip(token, {
        ...(photoIds && { photoIds: [...photoIds] }),
        ...(onlyMine && { whose: 'mine' as const }),
      }),
    [token, onlyMine],
  );
  const canZip = welcome.rights.zip && welcome.rights.original;
  const open =
    openPhoto.id !== null && list.photos.some((photo) => photo.id === openPhoto.id) ? openPhoto.id : null;
  const grid = {
    label: mine || onlyMine ? texts.guest.photos.title : texts.guest.photos.all,
    photos: list.photos,
    total: list.total,
    hasMore: list.hasMore,
    loadingMore: list.loading,
    onMore: list.loadMore,
    onOpen: openPhoto.open,
    openId: open,
  };
  return (
    <>
      <header className="page-head">
        <div>
          <p className="guest-date">
            {welcome.eventName}
            {welcome.eventDate ? ` · ${formatDay(welcome.eventDate)}` : null}
            {!mine && !onlyMine && list.total > 0 ? ` · ${texts.amounts.photos(list.total)}` : null}
          </p>
          <h1>{titleOf(mine || onlyMine, list.total)}</h1>
          {added === null ? null : (
            <p role="status">
              <strong>{texts.guest.photos.added(added)}</strong>
            </p>
          )}
          {list.news && list.news.fresh > 0 && welcome.lastVisit ? (
            <p role="status">
              <strong>{texts.guest.photos.fresh(list.news.fresh, formatWeekday(welcome.lastVisit))}</strong>
            </p>
          ) : null}
          {list.photos.length > 0 ? (
            <p className="soft">
              {welcome.rights.original ? texts.guest.photos.hint : texts.guest.photos.hintShown}
            </p>
          ) : null}
        </div>
        {!mine && !welcome.identified && welcome.rights.selfie ? (
          <Button look="primary" icon="face" onClick={() => dispatch({ kind: 'findMe' })}>
            {texts.guest.photos.findMe}
          </Button>
        ) : null}
        {!mine && welcome.identified ? <WhoseSwitch onlyMine={onlyMine} onChange={setOnlyMine} /> : null}
      </header>
      {list.news && list.news.withdrawn > 0 ? (
        <WithdrawnNotice token={token} count={list.news.withdrawn} onRead={list.reload} />
      ) : null}
      {statement ? (
        <StatementNotice
          key={statement.photo.id}
          token={token}
          statement={statement}
          onUndone={() => {
            setStatement(null);
            list.reload();
          }}
          onClose={() => setStatement(null)}
        />
      ) : null}
      <ErrorNotice error={list.error} onRetry={list.photos.length > 0 ? list.loadMore : list.reload} />
      {list.photos.length > 0 ? (
        canZip ? (
          <ZipGrid {...grid} order={order} />
        ) : (
          <PhotoGrid {...grid} selection={null} />
        )
      ) : list.loaded ? (
        <div className="empty">
          <Icon name="image" />
          <h2>{onlyMine || mine ? texts.guest.photos.emptyMine : texts.guest.photos.empty}</h2>
          <p className="soft">{emptyHint(welcome, onlyMine)}</p>
          <Button icon="retry" busy={list.loading} onClick={list.reload}>
            {texts.guest.photos.refresh}
          </Button>
        </div>
      ) : list.error === null ? (
        <Loading />
      ) : null}
      {welcome.rights.upload ? <GuestUploadSection token={token} welcome={welcome} /> : null}
      {canZip && welcome.identified ? <GuestDriveSection token={token} /> : null}
      {welcome.identified || welcome.consented ? <AboutMe token={token} dispatch={dispatch} /> : null}
      {open ? (
        <GuestViewer
          token={token}
          welcome={welcome}
          photos={list.photos}
          total={list.total}
          photoId={open}
          hasMore={list.hasMore}
          onMove={openPhoto.move}
          onClose={openPhoto.close}
          onMore={list.loadMore}
          onStatement={(said) => {
            openPhoto.close();
            setStatement(said);
            list.reload();
          }}
        />
      ) : null}
    </>
  );
}

function WhoseSwitch({ onlyMine, onChange }: { onlyMine: boolean; onChange: (onlyMine: boolean) => void }) {
  return (
    <div className="segments" role="group" aria-label={texts.guest.photos.whose}>
      {[true, false].map((own) => (
        <button key={String(own)} type="button" aria-pressed={onlyMine === own} onClick={() => onChange(own)}>
          {own ? texts.guest.photos.title : texts.guest.photos.all}
        </button>
      ))}
    </div>
  );
}

function emptyHint({ scope, identified, keepsLooking, hasPhotos }: GuestWelcome, onlyMine: boolean): string {
  const { emptyLooking, emptyOnce, emptyMineHint, emptyHint } = texts.guest.photos;
  if (!identified || (scope !== 'own-photos' && !onlyMine)) return emptyHint;
  if (keepsLooking) return hasPhotos ? emptyLooking : texts.guest.notFound.early.keepsLooking;
  return onlyMine ? emptyMineHint : emptyOnce;
}

/** Photos that were taken back are said once. */
function WithdrawnNotice({ token, count, onRead }: { token: string; count: number; onRead: () => void }) {
  const reading = useAction();
  const read = (): void =>
    reading.run(async () => {
      await readWithdrawn(token);
      onRead();
    });
  return (
    <div className="card row row-apart word-notice" role="status">
      <p>{texts.guest.photos.withdrawn(count)}</p>
      <Button busy={reading.busy} onClick={read}>
        {texts.guest.photos.read}
      </Button>
      <ErrorNotice error={reading.error} />
    </div>
  );
}

function titleOf(mine: boolean, total: number): string {
  if (!mine) return texts.guest.photos.all;
  return total > 0 ? texts.guest.photos.mine(total) : texts.guest.photos.title;
}

function AboutMe({ token, dispatch }: Pick<GuestPhotosPageProps, 'token' | 'dispatch'>) {
  const [asking, setAsking] = useState(false);
  const forgetting = useAction();
  const forget = (): void => {
    forgetting.run(async () => {
      await forgetGuest(token);
      dispatch({ kind: 'forgotten' });
    });
  };
  return (
    <div className="row guest-about">
      <Button icon="camera" onClick={() => dispatch({ kind: 'findMe' })}>
        {texts.guest.photos.anotherSelfie}
      </Button>
      <Button look="quiet-danger" icon="trash" onClick={() => setAsking(true)}>
        {texts.guest.forget.action}
      </Button>
      {asking ? (
        <ConfirmDialog
          title={texts.guest.forget.title}
          warning={texts.guest.forget.text}
          action={texts.guest.forget.confirm}
          busy={forgetting.busy}
          error={forgetting.error}
          onConfirm={forget}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}
