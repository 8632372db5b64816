/** @module The text about privacy, with what holds here filled in. Its version is that of the consent. */
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import type { EventPrivacyNotice, PrivacyNotice } from '@visage/contracts/privacy.contract';
import { getEventPrivacyNotice, getPrivacyNotice } from '../api/privacy.api.js';
import { texts } from '../texts/texts.js';
import { formatDay } from '../texts/format.js';
import { Button } from '../ui/button.js';
import { ErrorNotice, Loading } from '../ui/notice.js';

/** `event` is null for what holds for the whole server. */
type Notice = PrivacyNotice & { readonly event: EventPrivacyNotice['event'] | null };

async function fetchNotice(token: string | null): Promise<Notice> {
  return token === null ? { ...(await getPrivacyNotice()), event: null } : getEventPrivacyNotice(token);
}

function PrivacyText({ notice }: { notice: Notice }) {
  const wording = texts.privacy;
  if (notice.version !== texts.guest.consent.version)
    return (
      <div className="notice" role="alert">
        <span>{texts.guest.consent.outdated}</span>
        <Button icon="retry" onClick={() => window.location.reload()}>
          {texts.common.reload}
        </Button>
      </div>
    );
  const sections = [
    { ...wording.responsible, points: responsibleOf(notice) },
    wording.purpose,
    { ...wording.stored, points: [...wording.stored.points, wording.stored.log(notice.auditDays)] },
    { ...wording.keeping, points: keepingOf(notice) },
    { ...wording.recipients, points: recipientsOf(notice) },
    wording.rights,
    wording.complaint,
  ];
  return (
    <>
      {sections.map(({ heading, points }) => (
        <section key={heading}>
          <h2>{heading}</h2>
          {points.map((point) => (
            <p key={point}>{point}</p>
          ))}
        </section>
      ))}
      <p className="soft small">{wording.version(notice.version)}</p>
    </>
  );
}

/** The whole text for the holder of a link, on a page that is about something else. */
export function PrivacyInFull({ token }: { token: string }) {
  return useNotice(token).shown;
}

interface FetchedNotice {
  /** Null until it has arrived. */
  readonly notice: Notice | null;
  /** The text, or how its fetching goes. */
  readonly shown: ReactNode;
}

/** @param token null for what holds for the whole server */
export function useNotice(token: string | null): FetchedNotice {
  const [notice, setNotice] = useState<Notice | null>(null);
  const [error, setError] = useState<unknown>(null);
  const load = useCallback(() => {
    setError(null);
    fetchNotice(token).then(setNotice, setError);
  }, [token]);
  useEffect(load, [load]);
  if (notice) return { notice, shown: <PrivacyText notice={notice} /> };
  return {
    notice,
    shown: error === null ? <Loading /> : <ErrorNotice error={error} onRetry={load} />,
  };
}

function responsibleOf({ controller }: PrivacyNotice): readonly string[] {
  const { nobody, demo, reach } = texts.privacy.responsible;
  if (controller === null) return [nobody];
  const named = [controller.name, reach(controller.contact)];
  return controller.demo ? [...named, demo] : named;
}

function keepingOf({ event, controller }: Notice): readonly string[] {
  const wording = texts.privacy.keeping;
  const always = [wording.register, wording.forget(controller?.contact ?? null)];
  if (event === null) return [wording.faces, wording.photos, ...always];
  const { facesEndedOn, facesDays, facesLastDay, photosLastDay } = event;
  return [
    facesEndedOn === null
      ? wording.facesUntil(formatDay(facesLastDay), facesDays)
      : wording.facesEnded(formatDay(facesEndedOn)),
    photosLastDay === null ? wording.photos : wording.photosUntil(formatDay(photosLastDay)),
    ...always,
  ];
}

const NOT_USED = { exports: false, mirrors: false, guests: false };

function recipientsOf({ event, drive }: Notice): readonly string[] {
  const wording = texts.privacy.recipients;
  const { exports, mirrors, guests } = event?.driveUse ?? NOT_USED;
  const used = [
    ...(exports || mirrors ? [wording.organizersDrive] : []),
    ...(guests ? [wording.guestsDrive] : []),
  ];
  return [...wording.points, ...(used.length > 0 ? used : [drive ? wording.drive : wording.noDrive])];
}
