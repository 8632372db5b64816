/** @module "What do you hold of me?", as a file to download. */
import { guestDataUrl } from '../api/receipt.api.js';
import { currentLanguage, texts } from '../texts/texts.js';
import { Icon } from '../ui/icon.js';

export function GuestDataLink({ token }: { token: string }) {
  return (
    <a className="button button-quiet" href={guestDataUrl(token, currentLanguage())} download>
      <Icon name="download" />
      {texts.guest.held}
    </a>
  );
}
