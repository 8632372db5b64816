/** @module What became of an objection, for whoever has its address; and taking it back. */
import './guest.css';
import { useEffect, useState } from 'react';
import type { ObjectionStatus } from '@visage/contracts/objection.contract';
import { getObjection, withdrawObjection } from '../api/objection.api.js';
import { formatMoment } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { ErrorNotice, Loading } from '../ui/notice.js';
import { useTitle } from '../ui/title.hook.js';
import { GuestFooter } from './guest.footer.js';
import { GuestMasthead } from './guest.masthead.js';

export function ObjectionStatusApp({ token }: { token: string }) {
  const wording = texts.guest.object;
  useTitle(wording.title);
  const [objection, setObjection] = useState<ObjectionStatus | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const withdrawing = useAction();
  useEffect(() => {
    getObjection(token).then(setObjection, setFailure);
  }, [token]);
  const withdraw = (): void =>
    withdrawing.run(async () => {
      await withdrawObjection(token);
      setObjection(await getObjection(token));
    });
  return (
    <>
      <GuestMasthead token={null} eventName={objection?.eventName ?? ''} />
      <main className="page page-narrow">
        <section className="stack">
          <h1>{wording.statusTitle(objection?.eventName ?? '')}</h1>
          <ErrorNotice error={failure} />
          {objection ? (
            <>
              <p>
                <strong>{wording.states[objection.state]}</strong>
              </p>
              <p>{wording.asked[objection.wish]}</p>
              {objection.answer === null ? null : <blockquote>{objection.answer}</blockquote>}
              {objection.keeps ? <p>{wording.keeps}</p> : null}
              {objection.laterWithheld ? <p>{wording.laterWithheld}</p> : null}
              <p className="soft small">{wording.since(formatMoment(objection.createdAt))}</p>
              <ErrorNotice error={withdrawing.error} />
              {objection.state === 'withdrawn' ? null : (
                <div>
                  <Button busy={withdrawing.busy} onClick={withdraw}>
                    {wording.withdraw}
                  </Button>
                  <p className="soft small">{wording.withdrawHint}</p>
                </div>
              )}
            </>
          ) : failure === null ? (
            <Loading />
          ) : null}
        </section>
      </main>
      <GuestFooter token={null} opens={false} />
    </>
  );
}
