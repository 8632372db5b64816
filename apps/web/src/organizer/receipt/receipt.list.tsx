/** @module Proofs of what was erased for good: events, photos and accounts. */
import { useQuery } from '@tanstack/react-query';
import type { IssuedReceipt } from '@visage/contracts/receipt.contract';
import { receiptWords } from '@visage/contracts/receipt.texts';
import { useState } from 'react';
import { ReceiptCard } from '../../receipt/receipt.card.js';
import { formatMoment } from '../../texts/format.js';
import { currentLanguage, texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { ErrorNotice } from '../../ui/notice.js';
import { receiptsQuery } from './receipt.query.js';

export function ReceiptList() {
  const { data, error, refetch } = useQuery(receiptsQuery);
  const [shown, setShown] = useState<IssuedReceipt | null>(null);
  if (data?.receipts.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="receipts-title">
      <h2 id="receipts-title">{texts.receipt.list}</h2>
      <p className="soft">{texts.receipt.listHint}</p>
      <ErrorNotice error={error} onRetry={() => void refetch()} />
      <ul role="list" className="stack">
        {data?.receipts.map((issued) => (
          <li key={issued.receipt.id} className="card row row-apart">
            <div>
              <p>{receiptWords(currentLanguage(), issued.receipt).facts[0]?.[1]}</p>
              <p className="soft small">{formatMoment(issued.receipt.erasedAt)}</p>
            </div>
            <Button icon="open" onClick={() => setShown(issued)}>
              {texts.receipt.show}
            </Button>
          </li>
        ))}
      </ul>
      {shown ? <ReceiptDialog issued={shown} onClose={() => setShown(null)} /> : null}
    </section>
  );
}

export function ReceiptDialog({ issued, onClose }: { issued: IssuedReceipt; onClose: () => void }) {
  return (
    <Dialog title={texts.receipt.title} onClose={onClose}>
      <ReceiptCard issued={issued} />
      <div className="row row-end">
        <Button look="primary" onClick={onClose}>
          {texts.common.close}
        </Button>
      </div>
    </Dialog>
  );
}
