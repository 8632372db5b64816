/** @module A receipt: what it says, and taking it along, as a file for programs and as a page to print. */
import './receipt.css';
import type { IssuedReceipt } from '@visage/contracts/receipt.contract';
import { receiptWords } from '@visage/contracts/receipt.texts';
import { receiptPdfUrl } from '../api/receipt.api.js';
import { currentLanguage, texts } from '../texts/texts.js';
import { formatCount } from '../texts/format.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';

export function ReceiptCard({ issued: { receipt, url } }: { issued: IssuedReceipt }) {
  const language = currentLanguage();
  const words = receiptWords(language, receipt);
  return (
    <section className="card stack receipt" aria-label={words.title}>
      <dl className="receipt-facts">
        {words.facts.map(([label, value]) => (
          <div key={label}>
            <dt className="soft small">{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{words.howMuch}</h3>
      {words.counts.length === 0 ? <p>{words.nothing}</p> : null}
      <ul role="list" className="receipt-counts">
        {words.counts.map(([label, count]) => (
          <li key={label} className="row row-apart">
            <span>{label}</span>
            <span>{formatCount(count)}</span>
          </li>
        ))}
      </ul>
      <p className="soft small">{words.names}</p>
      <div className="row">
        <a className="button" href={receiptPdfUrl(url, language)} download>
          <Icon name="print" />
          {texts.receipt.pdf}
        </a>
        <Button icon="download" onClick={() => saveJson(receipt)}>
          {texts.receipt.json}
        </Button>
        <a className="button button-quiet" href={url} target="_blank" rel="noreferrer">
          <Icon name="check" />
          {texts.receipt.checkIt}
        </a>
      </div>
    </section>
  );
}

/** The browser has it already: nothing is asked for again. */
function saveJson(receipt: IssuedReceipt['receipt']): void {
  const file = new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `receipt-${receipt.id}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), REVOKE_MS);
}

/** Some browsers begin a download a moment later. */
const REVOKE_MS = 60_000;
