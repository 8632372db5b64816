/** @module The receipt of somebody who was removed from a phone, over the page of those who are left. */
import type { IssuedReceipt } from '@visage/contracts/receipt.contract';
import { ReceiptCard } from '../receipt/receipt.card.js';
import { texts } from '../texts/texts.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';

export function RemovedDialog({ receipt, onClose }: { receipt: IssuedReceipt; onClose: () => void }) {
  return (
    <Dialog title={texts.guest.forget.removed} onClose={onClose}>
      <p>{texts.guest.forget.keepReceipt}</p>
      <ReceiptCard issued={receipt} />
      <div className="row row-end">
        <Button look="primary" onClick={onClose}>
          {texts.common.close}
        </Button>
      </div>
    </Dialog>
  );
}
