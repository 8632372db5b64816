/** @module The quiet pages of a guest: closed link, no connection, refused, not found, forgotten. */
import type { ReactNode } from 'react';
import type { FamilyMember, GuestWelcome } from '@visage/contracts/guest.contract';
import type { IssuedReceipt } from '@visage/contracts/receipt.contract';
import { texts } from '../texts/texts.js';
import { formatDay } from '../texts/format.js';
import { Button } from '../ui/button.js';
import { Icon, type IconName } from '../ui/icon.js';
import { GuestDataLink } from './guest-data.link.js';
import { type GuestAction, isOpen, mayBeSearchedFor, stepWithoutSearch } from './guest.step.js';
import { ReceiptCard } from './later.receipt.js';
import { OwnData } from './own.data.js';

interface MessageProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

function Message({ icon, title, text, children }: MessageProps) {
  return (
    <section className="guest-message">
      <span className="guest-message-icon">
        <Icon name={icon} />
      </span>
      <h1>{title}</h1>
      <p className="soft">{text}</p>
      <div className="guest-actions">{children}</div>
    </section>
  );
}

interface PageProps {
  readonly welcome: GuestWelcome;
  readonly dispatch: (action: GuestAction) => void;
}

interface ClosedProps {
  readonly token: string;
  readonly reason: string;
  readonly onRetry: () => void;
}

/** What is held of somebody is theirs to know, also behind a closed link. */
export function ClosedPage({ token, reason, onRetry }: ClosedProps) {
  return (
    <Message icon="alert" title={texts.guest.linkProblem} text={reason}>
      <Button icon="retry" onClick={onRetry}>
        {texts.common.retry}
      </Button>
      <a className="button button-quiet" href="/g">
        {texts.guest.typeCode}
      </a>
      <GuestDataLink token={token} />
    </Message>
  );
}

export function UnreachablePage({ reason, onRetry }: { reason: string; onRetry: () => void }) {
  return (
    <Message icon="alert" title={texts.guest.unreachable} text={reason}>
      <Button look="primary" icon="retry" onClick={onRetry}>
        {texts.common.retry}
      </Button>
    </Message>
  );
}

export function RefusedPage({ welcome, dispatch }: PageProps) {
  return (
    <Message icon="check" title={texts.guest.refused.title} text={texts.guest.refused.text}>
      <GoOn welcome={welcome} look="primary" dispatch={dispatch} />
      <Button onClick={() => dispatch({ kind: 'findMe' })}>{texts.guest.refused.again}</Button>
      {mayBeSearchedFor(welcome) ? (
        <Button onClick={() => dispatch({ kind: 'addSomebody' })}>{texts.guest.family.add}</Button>
      ) : null}
    </Message>
  );
}

interface NotFoundProps extends PageProps {
  /** Null = the guest. */
  readonly forWhom: FamilyMember | null;
}

export function NotFoundPage({ welcome, forWhom, dispatch }: NotFoundProps) {
  const { again, wait, early, ...late } = texts.guest.notFound;
  const { title, text, keepsLooking } = welcome.hasPhotos ? late : early;
  const looking = (forWhom ?? welcome).keepsLooking;
  const who = forWhom?.name ?? null;
  return (
    <Message icon="face" title={title} text={(looking ? keepsLooking : text)(who)}>
      {looking ? (
        <Button look="primary" large onClick={() => dispatch({ kind: 'wait' })}>
          {wait(who)}
        </Button>
      ) : null}
      <Button
        look={looking ? 'plain' : 'primary'}
        large
        icon="camera"
        onClick={() => dispatch({ kind: 'findMe', ...(forWhom && { forWhom: forWhom.id }) })}
      >
        {again}
      </Button>
      <GoOn welcome={welcome} look="plain" dispatch={dispatch} />
    </Message>
  );
}

/** To what the link offers without a search, if it offers something. */
function GoOn({ welcome, look, dispatch }: PageProps & { look: 'primary' | 'plain' }) {
  const { kind } = stepWithoutSearch(welcome);
  const { refused, notFound } = texts.guest;
  if (kind === 'nothing') return null;
  return (
    <Button look={look} onClick={() => dispatch({ kind: 'browse' })}>
      {kind === 'upload' ? texts.guest.upload.title : isOpen(welcome) ? refused.gallery : notFound.back}
    </Button>
  );
}

export function NothingPage() {
  return <Message icon="image" title={texts.guest.nothing.title} text={texts.guest.nothing.text} />;
}

/** Nobody may be searched for, and without a search the link shows no photos. */
export function NoSearchPage({ welcome, dispatch }: PageProps) {
  const { ended, 'no-controller': unnamed } = texts.guest.noSearch;
  const over = welcome.faceSearch === 'ended';
  return (
    <Message
      icon="face"
      title={over ? ended.title : unnamed.title}
      text={over ? ended.text(formatDay(welcome.facesLastDay)) : unnamed.text}
    >
      <GoOn welcome={welcome} look="primary" dispatch={dispatch} />
    </Message>
  );
}

interface TurnedAwayProps extends PageProps {
  readonly token: string;
  readonly because: 'full' | 'refused';
  readonly onRetry: () => void;
}

export function TurnedAwayPage({ token, welcome, because, dispatch, onRetry }: TurnedAwayProps) {
  const { title, text } = texts.guest.turnedAway[because];
  return (
    <Message icon="alert" title={title} text={text}>
      <Button icon="retry" onClick={onRetry}>
        {texts.common.retry}
      </Button>
      <OwnData token={token} welcome={welcome} companion={null} dispatch={dispatch} />
    </Message>
  );
}

/** Starting again begins at the first step: if guests are let in one by one, a forgotten guest asks again. */
export function ForgottenPage({ receipt, onAgain }: { receipt: IssuedReceipt | null; onAgain: () => void }) {
  return (
    <>
      <Message icon="check" title={texts.guest.forget.done} text={texts.guest.forget.doneText}>
        {receipt ? <p>{texts.guest.forget.keepReceipt}</p> : null}
        <Button onClick={onAgain}>{texts.guest.forget.again}</Button>
      </Message>
      {receipt ? <ReceiptCard issued={receipt} /> : null}
    </>
  );
}
