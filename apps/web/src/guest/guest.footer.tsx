/** @module At the bottom of every guest page: the promise, and the language. */
import { texts } from '../texts/texts.js';
import { LanguageSwitch } from '../ui/language.switch.js';

export function GuestFooter() {
  return (
    <footer className="guest-footer soft small">
      <p>{texts.guest.privacy}</p>
      <LanguageSwitch />
    </footer>
  );
}
