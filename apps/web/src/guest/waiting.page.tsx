/** @module Waiting to be let in; the page continues by itself. */
import { useEffect } from 'react';
import { getAdmission } from '../api/guest.api.js';
import { texts } from '../texts/texts.js';

const POLL_MS = 4000;

interface WaitingPageProps {
  readonly token: string;
  readonly eventName: string;
  /** Called once the organizer has answered. */
  readonly onAnswer: () => void;
}

export function WaitingPage({ token, eventName, onAnswer }: WaitingPageProps) {
  useEffect(() => {
    let ended = false;
    const ask = async (): Promise<void> => {
      const { admission } = await getAdmission(token);
      if (!ended && admission !== 'waiting') onAnswer();
    };
    // without a connection the next request may have one; if the link was closed, the welcome says so
    const timer = setInterval(() => void ask().catch(() => undefined), POLL_MS);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, [token, onAnswer]);
  const wording = texts.guest.waiting;
  return (
    <section className="selfie-search guest-waiting">
      <span className="spinner" aria-hidden="true" />
      <p className="guest-date">{eventName}</p>
      <h1>{wording.title}</h1>
      <p className="soft" role="status">
        {wording.text}
      </p>
    </section>
  );
}
