/** @module The selfie, which the page keeps only until it was searched for. */
import type { FamilyMember, GuestWelcome } from '@visage/contracts/guest.contract';
import { mayPass } from '../api/api.error.js';
import { searchBySelfie } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { ErrorNotice } from '../ui/notice.js';
import { type GuestAction, stepWithoutSearch, type WhyAgain } from './guest.step.js';
import { useSelfieSearch } from './selfie-search.hook.js';
import { SelfieFaces } from './selfie.faces.js';
import { SelfieSending, SelfieTake } from './selfie.take.js';

interface SelfiePageProps {
  readonly token: string;
  readonly welcome: GuestWelcome;
  /** Null = the guest. */
  readonly forWhom: FamilyMember | null;
  /** Why the previous selfie was not good enough. */
  readonly again: WhyAgain | null;
  readonly dispatch: (action: GuestAction) => void;
}

export function SelfiePage({ token, welcome, forWhom, again, dispatch }: SelfiePageProps) {
  const search = useSelfieSearch(
    (selfie, sending) => searchBySelfie(token, forWhom?.id, selfie, sending),
    (found) => dispatch({ kind: 'searched', ...found }),
  );
  const wording = texts.guest.selfie;

  if (search.percent !== null) return <SelfieSending percent={search.percent} onCancel={search.cancel} />;
  const error = (
    <ErrorNotice error={search.error} {...(mayPass(search.error) && { onRetry: search.again })} />
  );
  if (search.faces.length > 0) {
    return (
      <SelfieFaces
        who={forWhom?.name ?? null}
        faces={search.faces}
        onChoose={search.choose}
        onNone={search.leaveFaces}
      >
        {error}
      </SelfieFaces>
    );
  }
  return (
    <section className="stack selfie">
      <div>
        <h1>{forWhom ? texts.guest.family.selfie(forWhom.name ?? '') : wording.title}</h1>
        <p className="soft">{wording.hint}</p>
      </div>
      {again && search.error === null ? (
        <p className="notice" role="alert">
          {wording.again[again]}
        </p>
      ) : null}
      {error}
      <SelfieTake onPicture={search.start} />
      {stepWithoutSearch(welcome).kind === 'nothing' ? null : (
        <Button look="quiet" onClick={() => dispatch({ kind: 'browse' })}>
          {wording.back}
        </Button>
      )}
    </section>
  );
}
