/** @module "I do not want to be shown here", for whoever holds a link: without an account, and without joining. */
import './guest.css';
import { useCallback, useEffect, useState } from 'react';
import type { ObjectionOutcome, ObjectionSubject, ObjectionWish } from '@visage/contracts/objection.contract';
import { mayPass } from '../api/api.error.js';
import { getObjectionSubject, objectBySelfie } from '../api/objection.api.js';
import { formatDay } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { Check } from '../ui/check.js';
import { ChoiceField } from '../ui/choice.field.js';
import { ErrorNotice, Loading } from '../ui/notice.js';
import { useTitle } from '../ui/title.hook.js';
import { GuestFooter } from './guest.footer.js';
import { GuestMasthead } from './guest.masthead.js';
import { ObjectionMade } from './objection.made.js';
import { SelfieFaces } from './selfie.faces.js';
import { useSelfieSearch } from './selfie-search.hook.js';
import { SelfieSending, SelfieTake } from './selfie.take.js';

const WISHES: readonly ObjectionWish[] = ['withheld', 'blurred'];

export function ObjectionApp({ token }: { token: string }) {
  const wording = texts.guest.object;
  useTitle(wording.title);
  const [subject, setSubject] = useState<ObjectionSubject | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const load = useCallback(() => {
    setFailure(null);
    getObjectionSubject(token).then(setSubject, setFailure);
  }, [token]);
  useEffect(load, [load]);
  return (
    <>
      <GuestMasthead token={subject === null ? null : token} eventName={subject?.eventName ?? ''} />
      <main className="page page-narrow">
        {subject === null ? (
          <section className="stack">
            <h1>{wording.title}</h1>
            {failure === null ? (
              <Loading />
            ) : (
              <ErrorNotice error={failure} {...(mayPass(failure) && { onRetry: load })} />
            )}
          </section>
        ) : subject.facesEnded ? (
          <section className="stack">
            <About subject={subject} />
            <p>{wording.facesEnded(subject.controller)}</p>
            <ToPhotos token={token} />
          </section>
        ) : (
          <Objecting token={token} subject={subject} />
        )}
      </main>
      <GuestFooter token={token} opens={false} />
    </>
  );
}

type Answer = Exclude<ObjectionOutcome, { outcome: 'several' }>;

function Objecting({ token, subject }: { token: string; subject: ObjectionSubject }) {
  const wording = texts.guest.object;
  const [wish, setWish] = useState<ObjectionWish>('withheld');
  const [keep, setKeep] = useState(false);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const search = useSelfieSearch<Answer>(
    (selfie, sending) => objectBySelfie(token, { wish, keep }, selfie, sending),
    setAnswer,
  );
  const error = (
    <ErrorNotice error={search.error} {...(mayPass(search.error) && { onRetry: search.again })} />
  );
  if (search.percent !== null) return <SelfieSending percent={search.percent} onCancel={search.cancel} />;
  if (search.faces.length > 0)
    return (
      <SelfieFaces who={null} faces={search.faces} onChoose={search.choose} onNone={search.leaveFaces}>
        {error}
      </SelfieFaces>
    );
  if (answer?.outcome === 'made') return <ObjectionMade made={answer} />;
  return (
    <section className="stack">
      <About subject={subject} />
      <p>{wording.intro}</p>
      {answer ? (
        <p className="notice" role="alert">
          {answer.outcome === 'not-found' ? wording.notFound : texts.guest.selfie.again[answer.outcome]}
        </p>
      ) : null}
      <ChoiceField
        legend={wording.wish}
        options={WISHES}
        labels={wording.wishes}
        value={wish}
        onChange={setWish}
      />
      <Check label={wording.keep} hint={wording.keepHint} checked={keep} onChange={setKeep} />
      <h2>{wording.bySelfie}</h2>
      <p className="soft">{wording.bySelfieHint}</p>
      {error}
      <SelfieTake onPicture={search.start} />
      <h2>{wording.byPhoto}</h2>
      <p className="soft">{wording.byPhotoHint}</p>
      <ToPhotos token={token} />
    </section>
  );
}

/** Which event it is about: whoever scanned a code may not know. */
function About({ subject: { eventName, eventDate } }: { subject: ObjectionSubject }) {
  return (
    <div>
      <h1>{texts.guest.object.title}</h1>
      <p>
        <strong>
          {texts.guest.object.about(eventName, eventDate === null ? null : formatDay(eventDate))}
        </strong>
      </p>
    </div>
  );
}

function ToPhotos({ token }: { token: string }) {
  return (
    <p>
      <a className="button" href={`/g/${token}`}>
        {texts.guest.object.toPhotos}
      </a>
    </p>
  );
}
