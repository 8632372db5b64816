/** @module At the bottom of every guest page: the promise, and the language. */
import { texts } from '../texts/texts.js';
import { LanguageSwitch } from '../ui/language.switch.js';

/** @param token of the link, where there is one to object by */
export function GuestFooter({ token }: { token: string | null }) {
  return (
    <footer className="guest-footer soft small">
      <p>
        {texts.guest.privacy}
        {token === null ? null : (
          <>
            {' '}
            <a href={`/g/${token}/objection`}>{texts.guest.object.link}</a>
          </>
        )}
      </p>
      <LanguageSwitch />
    </footer>
  );
}
