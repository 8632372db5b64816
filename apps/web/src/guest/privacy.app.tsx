/** @module The pages `/privacy` and `/g/<token>/privacy`: what is done with data of people here. */
import './guest.css';
import { texts } from '../texts/texts.js';
import { useTitle } from '../ui/title.hook.js';
import { GuestFooter } from './guest.footer.js';
import { GuestMasthead } from './guest.masthead.js';
import { useNotice } from './privacy.text.js';

/** @param token null for the page of the server */
export function PrivacyApp({ token }: { token: string | null }) {
  const { notice, shown } = useNotice(token);
  const event = notice?.event?.name ?? null;
  const title = texts.privacy.title(event);
  useTitle(title);
  return (
    <>
      <GuestMasthead token={event === null ? null : token} eventName={event ?? ''} />
      <main className="page page-narrow">
        <article className="card stack privacy-text">
          <h1>{title}</h1>
          {shown}
        </article>
        {event === null || token === null ? null : (
          <p>
            <a href={`/g/${token}`}>{texts.privacy.back}</a>
          </p>
        )}
      </main>
      <GuestFooter token={token} opens={event !== null} />
    </>
  );
}
