/** @module A poster as it will be printed, and the files to print it from. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { accentColours, DEFAULT_ACCENT } from '@visage/contracts/accent.colour';
import type { Event } from '@visage/contracts/event.contract';
import {
  printDate,
  printInstruction,
  printLanguageSchema,
  printObjection,
  printTypeLine,
  type PrintLanguage,
} from '@visage/contracts/print.texts';
import type { Share, ShareCode } from '@visage/contracts/share.contract';
import { logoUrl, posterUrl, qrUrl, removeLogo, sendLogo } from '../../api/share.api.js';
import { LANGUAGES } from '../../texts/language.js';
import { currentLanguage, texts } from '../../texts/texts.js';
import { Button } from '../../ui/button.js';
import { Check } from '../../ui/check.js';
import { Dialog } from '../../ui/dialog.js';
import { FilePicker } from '../../ui/file.picker.js';
import { Icon } from '../../ui/icon.js';
import { ErrorNotice } from '../../ui/notice.js';
import { AccentField } from './accent.field.js';

interface PosterDialogProps {
  readonly event: Event;
  readonly share: Share;
  readonly code: ShareCode;
  readonly objection: boolean;
  readonly onObjection: (objection: boolean) => void;
  readonly onClose: () => void;
}

export function PosterDialog(props: PosterDialogProps) {
  const { event, share, code, objection, onObjection, onClose } = props;
  const [logoVersion, setLogoVersion] = useState(0);
  const [hasLogo, setHasLogo] = useState(true);
  const [language, setLanguage] = useState<PrintLanguage>(currentLanguage());
  const changing = useMutation({
    mutationFn: (logo: File | null) => (logo ? sendLogo(event.id, logo) : removeLogo(event.id)),
    onSuccess: (_answer, logo) => {
      setHasLogo(logo !== null);
      setLogoVersion((version) => version + 1);
    },
  });
  return (
    <Dialog title={texts.share.poster(code.label)} onClose={onClose}>
      <div className="poster" lang={language} role="img" aria-label={texts.share.posterPicture(event.name)}>
        {hasLogo ? (
          <img
            key={logoVersion}
            className="poster-logo"
            src={`${logoUrl(event.id)}?v=${logoVersion}`}
            alt=""
            onError={() => setHasLogo(false)}
          />
        ) : null}
        <p className="poster-title">{event.name}</p>
        {event.date ? <p className="poster-soft">{printDate(language, event.date)}</p> : null}
        <img className="poster-qr" src={qrUrl(code.id, 'svg')} alt="" />
        <p className="poster-how">{printInstruction(language, share.attributes.scope.kind)}</p>
        <span
          className="poster-rule"
          style={{ '--rule': accentColours(event.accent ?? DEFAULT_ACCENT, 'light').accent }}
        />
        <p className="poster-soft">{printTypeLine(language, code.url)}</p>
        <p className="poster-code">{code.shortCode}</p>
        <p className="poster-label">{code.label}</p>
        {objection ? (
          <p className="poster-objection">
            {printObjection(language, code).map((line) => (
              <span key={line}>{line}</span>
            ))}
          </p>
        ) : null}
      </div>
      <label className="row">
        <span className="field-label">{texts.share.posterLanguage}</span>
        <select
          className="input language-switch"
          value={language}
          onChange={({ currentTarget }) => setLanguage(printLanguageSchema.parse(currentTarget.value))}
        >
          {printLanguageSchema.options.map((option) => (
            <option key={option} value={option} lang={option}>
              {LANGUAGES[option].name}
            </option>
          ))}
        </select>
      </label>
      <Check
        label={texts.share.printObjection}
        hint={texts.share.printObjectionHint}
        checked={objection}
        onChange={onObjection}
      />
      <div className="code-actions">
        {(['a4', 'a6'] as const).map((size) => (
          <a
            key={size}
            className={size === 'a4' ? 'button button-primary' : 'button'}
            href={posterUrl(code.id, size, { language, objection })}
            target="_blank"
            rel="noreferrer"
          >
            <Icon name="print" />
            {texts.share.posterOpen(size.toUpperCase())}
          </a>
        ))}
      </div>
      <div className="row">
        <FilePicker
          label={hasLogo ? texts.share.logoReplace : texts.share.logoAdd}
          icon="image"
          accept="image/png,image/jpeg,image/webp"
          onFiles={([logo]) => changing.mutate(logo ?? null)}
        />
        {hasLogo ? (
          <Button look="quiet-danger" busy={changing.isPending} onClick={() => changing.mutate(null)}>
            {texts.share.logoRemove}
          </Button>
        ) : null}
      </div>
      <ErrorNotice error={changing.error} />
      <AccentField event={event} />
      <div className="row row-end">
        <Button onClick={onClose}>{texts.common.close}</Button>
      </div>
    </Dialog>
  );
}
