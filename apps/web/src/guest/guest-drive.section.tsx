/**
 * @module Exports the guest's photos to the guest's own Google Drive. Shown only if the link and the server allow it.
 */
import { useCallback, useEffect, useState } from 'react';
import type { AboutMember } from '@visage/contracts/guest.contract';
import type { GuestDrive } from '@visage/contracts/guest-drive.contract';
import {
  disconnectGuestDrive,
  getGuestDrive,
  startGuestConsent,
  startGuestExport,
} from '../api/guest-drive.api.js';
import { rememberReturn } from '../drive/drive.return.js';
import { texts } from '../texts/texts.js';
import { useAction } from '../ui/action.hook.js';
import { Button } from '../ui/button.js';
import { ErrorNotice } from '../ui/notice.js';
import { ProgressBar } from '../ui/progress.bar.js';

const POLL_MS = 1_500;

const isUnderWay = (drive: GuestDrive): boolean =>
  drive.exports.some(({ state }) => state === 'pending' || state === 'running');

interface GuestDriveProps extends AboutMember {
  readonly token: string;
}

/** @param of whose photos are sent; everybody's on the phone when absent. */
export function GuestDriveSection({ token, of }: GuestDriveProps) {
  const [drive, setDrive] = useState<GuestDrive | null>(null);
  const action = useAction();
  // if the request fails, nothing is offered
  const load = useCallback(() => getGuestDrive(token).then(setDrive, () => undefined), [token]);
  useEffect(() => void load(), [load]);
  const underWay = drive !== null && isUnderWay(drive);
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(() => void load(), POLL_MS);
    return () => clearInterval(timer);
  }, [underWay, load]);

  if (!drive?.available) return null;
  const { account, exports } = drive;
  const [run] = exports;
  const connected = account?.state === 'connected';
  const connect = (): void =>
    action.run(async () => {
      const { url } = await startGuestConsent(token);
      rememberReturn(window.location.pathname);
      window.location.assign(url);
      await new Promise(() => undefined); // busy until the browser has left the page
    });
  const send = (): void =>
    action.run(async () => {
      await startGuestExport(token, { of });
      await load();
    });
  const disconnect = (): void =>
    action.run(async () => {
      await disconnectGuestDrive(token);
      await load();
    });
  return (
    <section className="card stack guest-drive" aria-labelledby="guest-drive">
      <div>
        <h2 id="guest-drive">{texts.guestDrive.title}</h2>
        <p className="soft">
          {connected ? texts.guestDrive.connected(account.email) : texts.guestDrive.hint}
        </p>
      </div>
      {account?.state === 'ended' ? <p className="notice">{texts.guestDrive.ended}</p> : null}
      {run && underWay ? (
        <ProgressBar
          label={texts.guestDrive.sending}
          percent={percentOf(run.counts.photos, run.counts.waiting)}
        />
      ) : null}
      {run ? <p role="status">{texts.guestDrive.told(run.counts, run.state, run.folderName)}</p> : null}
      {run?.error == null ? null : <p className="notice notice-error">{run.error}</p>}
      <ErrorNotice error={action.error} />
      <div className="row">
        {connected ? (
          <>
            <Button look="primary" icon="upload" busy={action.busy} disabled={underWay} onClick={send}>
              {run ? texts.guestDrive.again : texts.guestDrive.send}
            </Button>
            <Button look="quiet" disabled={action.busy} onClick={disconnect}>
              {texts.drive.disconnect}
            </Button>
          </>
        ) : (
          <Button icon="folder" busy={action.busy} onClick={connect}>
            {account ? texts.drive.connectAgain : texts.drive.connect}
          </Button>
        )}
      </div>
    </section>
  );
}

function percentOf(photos: number, waiting: number): number {
  return photos === 0 ? 0 : Math.floor((100 * (photos - waiting)) / photos);
}
