/** @module Guests who wait to be let in, and those who were let in; polled. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Share, ShareGuest } from '@visage/contracts/share.contract';
import { approveGuest, refuseGuest } from '../../api/share.api.js';
import { texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { ErrorNotice } from '../../ui/notice.js';
import { shareGuestsQuery } from './share.query.js';

export function WaitingGuests({ share }: { share: Share }) {
  const { data, error } = useQuery(shareGuestsQuery(share.id));
  const guests = data?.guests ?? [];
  const waiting = guests.filter((guest) => guest.state === 'waiting');
  const answered = guests.filter((guest) => guest.state !== 'waiting');
  return (
    <section className="stack" aria-label={texts.share.waiting}>
      <h3>{texts.share.waiting}</h3>
      <p className="soft small" role="status">
        {waiting.length === 0 ? texts.share.nobodyWaits : texts.share.waitingCount(waiting.length)}
      </p>
      <ErrorNotice error={error} />
      <GuestRows share={share} guests={waiting} />
      {answered.length > 0 ? (
        <details>
          <summary>{texts.share.answered(answered.length)}</summary>
          <GuestRows share={share} guests={answered} />
        </details>
      ) : null}
    </section>
  );
}

function GuestRows({ share, guests }: { share: Share; guests: readonly ShareGuest[] }) {
  return (
    <ul role="list" className="codes">
      {guests.map((guest) => (
        <GuestRow key={guest.id} share={share} guest={guest} />
      ))}
    </ul>
  );
}

function GuestRow({ share, guest }: { share: Share; guest: ShareGuest }) {
  const queryClient = useQueryClient();
  const answering = useMutation({
    mutationFn: (admitted: boolean) => (admitted ? approveGuest : refuseGuest)(guest.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: shareGuestsQuery(share.id).queryKey }),
  });
  const name = guest.name ?? texts.share.namelessGuest;
  return (
    <li className="code-row guest-row">
      <div className="guest-row-text">
        <span className="code-show-label">
          {name}
          {guest.companions > 0 ? (
            <span className="soft"> {texts.share.andMore(guest.companions)}</span>
          ) : null}
        </span>
        <span className="soft small">
          {texts.share.guestCame(guest.codeLabel, guest.joinedAt)}
          {guest.state === 'refused' ? ` · ${texts.share.sentAway}` : null}
        </span>
        <ErrorNotice error={answering.error} />
      </div>
      <div className="row">
        {guest.state === 'admitted' ? null : (
          <Button
            look={guest.state === 'waiting' ? 'primary' : 'plain'}
            busy={answering.isPending}
            aria-label={texts.share.letInNamed(name)}
            onClick={() => answering.mutate(true)}
          >
            {texts.share.letIn}
          </Button>
        )}
        {guest.state === 'refused' ? null : (
          <Button
            look="quiet-danger"
            disabled={answering.isPending}
            aria-label={texts.share.sendAwayNamed(name)}
            onClick={() => answering.mutate(false)}
          >
            {texts.share.sendAway}
          </Button>
        )}
      </div>
    </li>
  );
}
