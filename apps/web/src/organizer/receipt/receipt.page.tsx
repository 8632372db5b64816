/**
 * @module Checking a receipt, for anybody: pasted, dropped as a file, or by the address of its code, behind whose `#` it stands.
 */
import '../../receipt/receipt.css';
import { useMutation } from '@tanstack/react-query';
import type { ReceiptVerdict } from '@visage/contracts/receipt.contract';
import { type DragEvent, type SubmitEvent, useEffect, useId, useState } from 'react';
import { checkReceipt } from '../../api/receipt.api.js';
import { ReceiptCard } from '../../receipt/receipt.card.js';
import { texts } from '../../texts/texts.js';
import { Brand } from '../../ui/brand.js';
import { Button } from '../../ui/button.js';
import { FilePicker } from '../../ui/file.picker.js';
import { Icon } from '../../ui/icon.js';
import { LanguageSwitch } from '../../ui/language.switch.js';
import { ErrorNotice } from '../../ui/notice.js';
import { useTitle } from '../../ui/title.hook.js';

const packed = (): string => window.location.hash.slice(1);

export function ReceiptPage() {
  useTitle(texts.receipt.checkTitle);
  const id = useId();
  const [text, setText] = useState('');
  const [over, setOver] = useState(false);
  const { mutate: check, data, error, isPending } = useMutation({ mutationFn: checkReceipt });
  useEffect(() => {
    const checkAddress = (): void => {
      if (packed() !== '') check(packed());
    };
    checkAddress();
    window.addEventListener('hashchange', checkAddress);
    return () => window.removeEventListener('hashchange', checkAddress);
  }, [check]);
  const take = (file: File | undefined): void => {
    void file?.text().then((content) => {
      setText(content);
      check(content);
    });
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    check(text);
  };
  return (
    <>
      <header className="masthead">
        <div className="masthead-inner">
          <span className="brand">
            <Brand />
          </span>
          <LanguageSwitch />
        </div>
      </header>
      <main className="page page-narrow stack">
        <h1>{texts.receipt.checkTitle}</h1>
        <p className="soft">{texts.receipt.checkHint}</p>
        <ErrorNotice error={error} />
        {data ? <Verdict verdict={data} /> : null}
        <form className="card stack" onSubmit={submit}>
          <label className="field-label" htmlFor={id}>
            {texts.receipt.paste}
          </label>
          <textarea
            id={id}
            className="input receipt-drop"
            dir="ltr"
            spellCheck={false}
            value={text}
            data-over={over || undefined}
            onChange={(event) => setText(event.currentTarget.value)}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
          />
          <div className="row">
            <Button type="submit" look="primary" busy={isPending} disabled={text.trim() === ''}>
              {texts.receipt.check}
            </Button>
            <FilePicker
              label={texts.receipt.file}
              icon="folder"
              accept="application/json,.json"
              onFiles={([file]) => take(file)}
            />
          </div>
        </form>
        <p className="soft small">
          {texts.receipt.alone} <a href="/api/receipts/key.pem">{texts.receipt.key}</a>
        </p>
      </main>
    </>
  );
}

function Verdict({ verdict: { outcome, issued } }: { verdict: ReceiptVerdict }) {
  const good = outcome === 'genuine';
  const { title, text } = texts.receipt.verdicts[outcome];
  return (
    <>
      <div className={good ? 'notice' : 'notice notice-error'} role={good ? 'status' : 'alert'}>
        <Icon name={good ? 'check' : 'alert'} />
        <span>
          <strong>{title}</strong> {text}
        </span>
      </div>
      {good && issued ? <ReceiptCard issued={issued} /> : null}
    </>
  );
}
