/** @module A link that sets a password, shown only this one time. */
import './admin.css';
import type { PasswordLink } from '@visage/contracts/user.contract';
import { texts } from '../../texts/texts.js';
import { formatMoment } from '../../texts/format.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { copyText } from '../share/copy.text.js';

export function PasswordLinkDialog({ link, onClose }: { link: PasswordLink; onClose: () => void }) {
  return (
    <Dialog title={texts.admin.linkTitle} onClose={onClose}>
      <p>{texts.admin.linkHint(formatMoment(link.expiresAt))}</p>
      <p className="admin-link">{link.url}</p>
      <div className="row row-end">
        <Button icon="copy" onClick={() => void copyText(link.url)}>
          {texts.admin.copyLink}
        </Button>
        <Button look="primary" onClick={onClose}>
          {texts.common.close}
        </Button>
      </div>
    </Dialog>
  );
}
