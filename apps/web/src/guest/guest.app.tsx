/** @module The guest's app: what a scanned code opens. Loads without the organizer's code. */
import './guest.css';
import { type ReactNode, Suspense, useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { IssuedReceipt } from '@visage/contracts/receipt.contract';
import { ApiError, mayPass, messageOf } from '../api/api.error.js';
import { getWelcome } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { Loading } from '../ui/notice.js';
import { useTitle } from '../ui/title.hook.js';
import { useAccent } from './accent.hook.js';
import { ConsentPage } from './consent.page.js';
import { GuestFooter } from './guest.footer.js';
import { GuestMasthead } from './guest.masthead.js';
import {
  ClosedPage,
  ForgottenPage,
  NotFoundPage,
  NoSearchPage,
  NothingPage,
  RefusedPage,
  TurnedAwayPage,
  UnreachablePage,
} from './guest.message.js';
import { companionOf } from './guest.family.js';
import { type GuestAction, type GuestStep, nextStep } from './guest.step.js';
import { JoinPage } from './join.page.js';
import {
  CompanionPage,
  fetchLaterPages,
  GuestPhotosPage,
  GuestUploadPage,
  SelfiePage,
} from './later.pages.js';
import { RemovedDialog } from './later.receipt.js';
import { PasswordPage } from './password.page.js';
import { WaitingPage } from './waiting.page.js';

export function GuestApp({ token }: { token: string }) {
  const [step, proceed] = useReducer(nextStep, { kind: 'loading' });
  const [removed, setRemoved] = useState<IssuedReceipt | null>(null);
  const dispatch = useCallback((action: GuestAction): void => {
    if (action.kind === 'removed') setRemoved(action.receipt);
    proceed(action);
  }, []);
  useAccent('welcome' in step ? step.welcome.accent : null);
  useTitle('welcome' in step ? step.welcome.eventName : texts.guest.title);

  const load = useCallback(() => {
    getWelcome(token).then(
      (welcome) => dispatch({ kind: 'welcomed', welcome }),
      (error: unknown) => dispatch(whyNot(error)),
    );
  }, [token, dispatch]);
  useEffect(load, [load]);
  const welcome = 'welcome' in step ? step.welcome : null;
  useEffect(() => {
    if (welcome !== null) fetchLaterPages(welcome);
  }, [welcome]);

  return (
    <>
      <GuestMasthead
        token={'welcome' in step ? token : null}
        eventName={'welcome' in step ? step.welcome.eventName : ''}
      />
      <StepMain kind={step.kind}>
        <Suspense fallback={<Loading />}>{pageOf(step, token, dispatch, load)}</Suspense>
      </StepMain>
      <GuestFooter token={token} opens={'welcome' in step} />
      {removed ? (
        <Suspense fallback={null}>
          <RemovedDialog receipt={removed} onClose={() => setRemoved(null)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** A damaged or invalid link: the request held nothing but the link. */
const MALFORMED = 422;

function whyNot(error: unknown): GuestAction {
  if (mayPass(error)) return { kind: 'unreachable', reason: messageOf(error) };
  const malformed = error instanceof ApiError && error.status === MALFORMED;
  return { kind: 'refusedByServer', reason: malformed ? texts.guest.linkIncomplete : messageOf(error) };
}

/** Moves the focus to the new step, so that a screen reader starts at its top. */
function StepMain({ kind, children }: { kind: GuestStep['kind']; children: ReactNode }) {
  const ref = useRef<HTMLElement>(null);
  const shown = useRef<GuestStep['kind']>('loading');
  useEffect(() => {
    if (shown.current !== kind && shown.current !== 'loading') {
      ref.current?.focus({ preventScroll: true });
      window.scrollTo({ top: 0 });
    }
    shown.current = kind;
  }, [kind]);
  return (
    <main ref={ref} tabIndex={-1} className={kind === 'photos' ? 'page' : 'page page-narrow'}>
      {children}
    </main>
  );
}

function pageOf(
  step: GuestStep,
  token: string,
  dispatch: (action: GuestAction) => void,
  reload: () => void,
): ReactNode {
  switch (step.kind) {
    case 'loading':
      return <Loading />;
    case 'closed':
      return <ClosedPage token={token} reason={step.reason} onRetry={reload} />;
    case 'unreachable':
      return <UnreachablePage reason={step.reason} onRetry={reload} />;
    case 'password':
      return <PasswordPage token={token} welcome={step.welcome} dispatch={dispatch} />;
    case 'join':
      return <JoinPage token={token} welcome={step.welcome} dispatch={dispatch} />;
    case 'waiting':
      return <WaitingPage token={token} eventName={step.welcome.eventName} onAnswer={reload} />;
    case 'turned-away':
      return (
        <TurnedAwayPage
          token={token}
          welcome={step.welcome}
          because={step.because}
          dispatch={dispatch}
          onRetry={reload}
        />
      );
    case 'consent':
      return <ConsentPage token={token} welcome={step.welcome} dispatch={dispatch} />;
    case 'refused':
      return <RefusedPage welcome={step.welcome} dispatch={dispatch} />;
    case 'no-search':
      return <NoSearchPage welcome={step.welcome} dispatch={dispatch} />;
    case 'selfie':
      return (
        <SelfiePage
          token={token}
          welcome={step.welcome}
          forWhom={companionOf(step.welcome, step.forWhom)}
          again={step.again}
          dispatch={dispatch}
        />
      );
    case 'not-found':
      return (
        <NotFoundPage
          welcome={step.welcome}
          forWhom={companionOf(step.welcome, step.forWhom)}
          dispatch={dispatch}
        />
      );
    case 'companion':
      return <CompanionPage token={token} welcome={step.welcome} dispatch={dispatch} />;
    case 'photos':
      return <GuestPhotosPage token={token} welcome={step.welcome} added={step.added} dispatch={dispatch} />;
    case 'upload':
      return <GuestUploadPage token={token} welcome={step.welcome} dispatch={dispatch} />;
    case 'nothing':
      return <NothingPage />;
    case 'forgotten':
      return <ForgottenPage receipt={step.receipt} onAgain={reload} />;
  }
}
