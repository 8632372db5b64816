/** @module One QR code, large; printed, it is a card for the table. */
import { useId, useState } from 'react';
import type { Event } from '@visage/contracts/event.contract';
import { printObjection } from '@visage/contracts/print.texts';
import type { Share, ShareCode } from '@visage/contracts/share.contract';
import { qrUrl } from '../../api/share.api.js';
import { currentLanguage, texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Check } from '../../ui/check.js';
import { Icon } from '../../ui/icon.js';
import { copyText } from './copy.text.js';
import { PosterDialog } from './poster.dialog.js';
import { ViewAsDialog } from './view-as.dialog.js';

interface CodeCardProps {
  readonly event: Event | undefined;
  readonly share: Share;
  readonly code: ShareCode;
  /** What is printed says where whoever does not want to be shown objects. */
  readonly objection: boolean;
  readonly onObjection: (objection: boolean) => void;
}

export function CodeCard({ event, share, code, objection, onObjection }: CodeCardProps) {
  const [poster, setPoster] = useState(false);
  const [viewing, setViewing] = useState(false);
  return (
    <div className="code-card">
      <figure className="code-figure">
        <figcaption className="code-caption">
          <p className="code-event">{event?.name}</p>
          <p className="code-scan">{texts.share.scan}</p>
        </figcaption>
        <img
          className="code-qr"
          src={qrUrl(code.id, 'svg')}
          alt={texts.share.qr(code.label)}
          width="320"
          height="320"
        />
        <p className="code-how">{texts.share.scanHow}</p>
        <p className="code-typed">{texts.share.typed(code.shortCode)}</p>
        <p className="code-label">{code.label}</p>
        {objection ? (
          <p className="code-objection">
            {printObjection(currentLanguage(), code).map((line) => (
              <span key={line}>{line}</span>
            ))}
          </p>
        ) : null}
      </figure>
      <Check
        label={texts.share.printObjection}
        hint={texts.share.printObjectionHint}
        checked={objection}
        onChange={onObjection}
      />
      <CodeLink key={code.id} url={code.url} />
      <div className="code-actions">
        <Button look="primary" icon="print" disabled={!event} onClick={() => setPoster(true)}>
          {texts.share.posters}
        </Button>
        <a className="button" href={qrUrl(code.id, 'png')} download={`${code.label}.png`}>
          <Icon name="download" />
          {texts.share.png}
        </a>
        <a className="button" href={qrUrl(code.id, 'svg')} download={`${code.label}.svg`}>
          <Icon name="download" />
          {texts.share.svg}
        </a>
        <Button icon="print" onClick={(event) => printOnly(event.currentTarget.closest('.share'))}>
          {texts.share.print}
        </Button>
        <Button icon="person" onClick={() => setViewing(true)}>
          {texts.share.viewAsOpen}
        </Button>
        <a className="button" href={code.url} target="_blank" rel="noreferrer">
          <Icon name="open" />
          {texts.share.preview}
        </a>
      </div>
      {viewing ? <ViewAsDialog share={share} code={code} onClose={() => setViewing(false)} /> : null}
      {poster && event ? (
        <PosterDialog
          event={event}
          share={share}
          code={code}
          objection={objection}
          onObjection={onObjection}
          onClose={() => setPoster(false)}
        />
      ) : null}
    </div>
  );
}

/** Prints the code of this share only, even if the page shows several. */
function printOnly(share: Element | null): void {
  share?.setAttribute('data-printing', '');
  window.addEventListener('afterprint', () => share?.removeAttribute('data-printing'), { once: true });
  window.print();
}

function CodeLink({ url }: { url: string }) {
  const id = useId();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const copy = (): void => {
    copyText(url).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  };
  return (
    <div className="field code-link">
      <label className="field-label" htmlFor={id}>
        {texts.share.link}
      </label>
      <div className="code-link-row">
        <input
          id={id}
          className="input"
          readOnly
          dir="ltr"
          value={url}
          onFocus={(event) => event.currentTarget.select()}
        />
        <Button icon={state === 'copied' ? 'check' : 'copy'} onClick={copy}>
          {texts.share.copy}
        </Button>
      </div>
      <p className="small soft" role="status">
        {state === 'copied' ? texts.share.copied : state === 'failed' ? texts.share.copyFailed : ''}
      </p>
    </div>
  );
}
