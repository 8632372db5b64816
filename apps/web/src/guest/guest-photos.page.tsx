/** @module A guest's photos: grid, viewer, originals, and the way to be forgotten. */
import { useCallback, useState } from 'react';
import type { FamilyMember, GuestWelcome, OwnChoice } from '@visage/contracts/guest.contract';
import { readWithdrawn } from '../api/guest.api.js';
import { createGuestZip } from '../api/zip.api.js';
import { PhotoGrid } from '../photo/photo.grid.js';
import { texts } from '../texts/texts.js';
import { formatDay, formatWeekday } from '../texts/format.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { ErrorNotice, Loading } from '../ui/notice.js';
import { ZipGrid } from '../zip/zip.grid.js';
import type { ZipOrder } from '../zip/zip.order.js';
import { AboutFamily } from './about.family.js';
import { GuestUploadSection } from './guest-upload.section.js';
import { GuestDriveSection } from './guest-drive.section.js';
import { useGuestPhotos } from './guest-photos.hook.js';
import { companionOf, isAnybodyFound, membersOf } from './guest.family.js';
import { type GuestAction, isOpen, mayBeSearchedFor } from './guest.step.js';
import { GuestViewer, type GuestStatement } from './guest.viewer.js';
import { useOpenPhoto } from './hash.hook.js';
import { StatementNotice } from './statement.notice.js';
import { WhoseSwitch } from './whose.switch.js';

const MINE: OwnChoice = { whose: 'mine' };
const ALL: OwnChoice = {};

interface GuestPhotosPageProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  /** How many photos another selfie has just added. */
  readonly added: number | null;
  readonly dispatch: (action: GuestAction) => void;
}

export function GuestPhotosPage({ token, welcome, added, dispatch }: GuestPhotosPageProps) {
  const open = isOpen(welcome);
  const found = isAnybodyFound(welcome);
  const [asked, setChoice] = useState<OwnChoice | null>(null);
  const choice = asked ?? (found || !open ? MINE : ALL);
  const members = membersOf(welcome);
  const chosen = members.find(({ id }) => id === choice.of) ?? null;
  const ours = !open || choice.whose !== undefined || choice.of !== undefined;
  const [statement, setStatement] = useState<GuestStatement | null>(null);
  const list = useGuestPhotos(token, choice);
  const openPhoto = useOpenPhoto();
  const order = useCallback<ZipOrder>(
    (photoIds) =>
      createGuestZip(token, {
        ...(photoIds && { photoIds: [...photoIds] }),
        ...choice,
      }),
    [token, choice],
  );
  const canZip = welcome.rights.zip && welcome.rights.original;
  const openId =
    openPhoto.id !== null && list.photos.some((photo) => photo.id === openPhoto.id) ? openPhoto.id : null;
  const grid = {
    label: ours ? texts.guest.photos.title : texts.guest.photos.all,
    photos: list.photos,
    total: list.total,
    hasMore: list.hasMore,
    loadingMore: list.loading,
    onMore: list.loadMore,
    onOpen: openPhoto.open,
    openId,
  };
  return (
    <>
      <header className="page-head">
        <div>
          <p className="guest-date">
            {welcome.eventName}
            {welcome.eventDate ? ` · ${formatDay(welcome.eventDate)}` : null}
            {!ours && list.total > 0 ? ` · ${texts.amounts.photos(list.total)}` : null}
          </p>
          <h1>{titleOf(ours, members, chosen, list.total)}</h1>
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
          {list.news && list.news.withheld > 0 ? (
            <p className="soft">{texts.guest.photos.withheld(list.news.withheld)}</p>
          ) : null}
          {list.photos.length > 0 ? (
            <p className="soft">
              {welcome.rights.original ? texts.guest.photos.hint : texts.guest.photos.hintShown}
            </p>
          ) : null}
        </div>
        {open && !welcome.identified && mayBeSearchedFor(welcome) ? (
          <Button look="primary" icon="face" onClick={() => dispatch({ kind: 'findMe' })}>
            {texts.guest.photos.findMe}
          </Button>
        ) : null}
        {found || members.length > 0 ? (
          <WhoseSwitch
            members={members}
            open={open}
            counts={list.family}
            choice={choice}
            onChange={setChoice}
          />
        ) : null}
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
          <h2>{ours ? texts.guest.photos.emptyMine(chosen?.name ?? null) : texts.guest.photos.empty}</h2>
          <p className="soft">{emptyHint(welcome, ours, chosen)}</p>
          <Button icon="retry" busy={list.loading} onClick={list.reload}>
            {texts.guest.photos.refresh}
          </Button>
        </div>
      ) : list.error === null ? (
        <Loading />
      ) : null}
      {welcome.rights.upload ? <GuestUploadSection token={token} welcome={welcome} /> : null}
      {canZip && found ? <GuestDriveSection token={token} of={choice.of} /> : null}
      <AboutFamily
        token={token}
        welcome={welcome}
        companion={companionOf(welcome, choice.of)}
        dispatch={(action) => {
          if (action.kind === 'removed') {
            setChoice(null);
            setStatement(null); // it may be of who is gone
          }
          dispatch(action);
        }}
      />
      {openId ? (
        <GuestViewer
          token={token}
          welcome={welcome}
          photos={list.photos}
          total={list.total}
          photoId={openId}
          hasMore={list.hasMore}
          onMove={openPhoto.move}
          onClose={openPhoto.close}
          onMore={list.loadMore}
          onObjected={({ token: objection }) => window.location.assign(`/g/objections/${objection}`)}
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

function emptyHint(welcome: GuestWelcome, ours: boolean, chosen: FamilyMember | null): string {
  const { emptyLooking, emptyOnce, emptyMineHint, emptyHint } = texts.guest.photos;
  const { identified, keepsLooking } = chosen ?? welcome;
  const who = chosen?.name ?? null;
  if (chosen && !identified) return texts.guest.family.notSearched;
  if (!identified || !ours) return emptyHint;
  if (keepsLooking)
    return welcome.hasPhotos ? emptyLooking(who) : texts.guest.notFound.early.keepsLooking(who);
  return isOpen(welcome) ? emptyMineHint : emptyOnce;
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

function titleOf(
  ours: boolean,
  members: readonly FamilyMember[],
  chosen: FamilyMember | null,
  total: number,
): string {
  const { all, title, ours: together, mine } = texts.guest.photos;
  if (!ours) return all;
  if (total === 0) return title;
  return members.length > 1 && !chosen ? together(total) : mine(total, chosen?.name ?? null);
}
