/** @module "I do not want to be shown here", for whoever holds a link: without an account, and without joining. */
import './guest.css';
import { useState } from 'react';
import type { ObjectionOutcome, ObjectionWish } from '@visage/contracts/objection.contract';
import { mayPass } from '../api/api.error.js';
import { objectBySelfie } from '../api/objection.api.js';
import { texts } from '../texts/texts.js';
import { Check } from '../ui/check.js';
import { ChoiceField } from '../ui/choice.field.js';
import { ErrorNotice } from '../ui/notice.js';
import { useTitle } from '../ui/title.hook.js';
import { GuestFooter } from './guest.footer.js';
import { GuestMasthead } from './guest.masthead.js';
import { ObjectionMade } from './objection.made.js';
import { SelfieFaces } from './selfie.faces.js';
import { useSelfieSearch } from './selfie-search.hook.js';
import { SelfieSending, SelfieTake } from './selfie.take.js';

const WISHES: readonly ObjectionWish[] = ['withheld', 'blurred'];

type Answer = Exclude<ObjectionOutcome, { outcome: 'several' }>;

export function ObjectionApp({ token }: { token: string }) {
  useTitle(texts.guest.object.title);
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
  return (
    <>
      <GuestMasthead token={token} eventName="" />
      <main className="page page-narrow">
        {search.percent !== null ? (
          <SelfieSending percent={search.percent} onCancel={search.cancel} />
        ) : search.faces.length > 0 ? (
          <SelfieFaces who={null} faces={search.faces} onChoose={search.choose} onNone={search.leaveFaces}>
            {error}
          </SelfieFaces>
        ) : answer?.outcome === 'made' ? (
          <ObjectionMade made={answer} />
        ) : (
          <section className="stack">
            <div>
              <h1>{texts.guest.object.title}</h1>
              <p>{texts.guest.object.intro}</p>
            </div>
            {answer ? (
              <p className="notice" role="alert">
                {answer.outcome === 'not-found'
                  ? texts.guest.object.notFound
                  : texts.guest.selfie.again[answer.outcome]}
              </p>
            ) : null}
            <ChoiceField
              legend={texts.guest.object.wish}
              options={WISHES}
              labels={texts.guest.object.wishes}
              value={wish}
              onChange={setWish}
            />
            <Check
              label={texts.guest.object.keep}
              hint={texts.guest.object.keepHint}
              checked={keep}
              onChange={setKeep}
            />
            <h2>{texts.guest.object.bySelfie}</h2>
            <p className="soft">{texts.guest.object.bySelfieHint}</p>
            {error}
            <SelfieTake onPicture={search.start} />
            <h2>{texts.guest.object.byPhoto}</h2>
            <p className="soft">{texts.guest.object.byPhotoHint}</p>
            <p>
              <a className="button" href={`/g/${token}`}>
                {texts.guest.object.toPhotos}
              </a>
            </p>
          </section>
        )}
      </main>
      <GuestFooter token={token} opens={false} />
    </>
  );
}
