/** @module At the bottom of every guest page: the promise, what is done with data, how to object, and the language. */
import { texts } from '../texts/texts.js';
import { LanguageSwitch } from '../ui/language.switch.js';

interface GuestFooterProps {
  /** Of the link whose page about privacy is meant; null = that of the server. */
  readonly token: string | null;
  /** Whether the link opens, so that there is something to object to. */
  readonly opens: boolean;
}

export function GuestFooter({ token, opens }: GuestFooterProps) {
  return (
    <footer className="guest-footer soft small">
      <p>
        {texts.guest.privacy}{' '}
        <a href={token === null ? '/privacy' : `/g/${token}/privacy`}>{texts.guest.privacyLink}</a>
        {token === null || !opens ? null : (
          <>
            {' · '}
            <a href={`/g/${token}/objection`}>{texts.guest.object.link}</a>
          </>
        )}
      </p>
      <LanguageSwitch />
    </footer>
  );
}
